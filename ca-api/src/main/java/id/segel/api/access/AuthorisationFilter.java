package id.segel.api.access;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.util.Collections;

/** Asks the permission table, before the body is read. */
@Priority(Priorities.AUTHORIZATION)
public final class AuthorisationFilter implements ContainerRequestFilter {
    private final ResourceInfo resource;
    private final RefusedOperations refused;

    @Inject
    public AuthorisationFilter(@Context ResourceInfo resource, RefusedOperations refused) {
        this.resource = resource;
        this.refused = refused;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (resource.getResourceMethod() == null) {
            return;
        }
        Permit permit = resource.getResourceMethod().getAnnotation(Permit.class);
        Caller caller = Caller.of(request);
        if (permit == null) {
            // OPTIONS, which Jersey answers by itself, and a method that somebody forgot to name.
            if (!"OPTIONS".equals(request.getMethod())) {
                throw RefusedException.because(Problem.NOT_PERMITTED);
            }
        } else if (!permit.value().isOpen()) {
            if (caller instanceof Caller.Nobody) {
                throw RefusedException.because(Problem.SIGN_IN_REQUIRED);
            }
            if (!mayCall(caller, permit.value())) {
                refused.tell(caller, permit.value());
                throw RefusedException.because(Problem.NOT_PERMITTED);
            }
        }
    }

    private static boolean mayCall(Caller caller, Operation operation) {
        if (caller instanceof Caller.Person person) {
            return !Collections.disjoint(person.session().roles(), operation.roles());
        }
        return caller instanceof Caller.Lock && operation.isForLock();
    }
}
