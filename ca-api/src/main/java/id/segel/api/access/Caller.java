package id.segel.api.access;

import id.segel.ca.access.AuthenticatedSession;
import id.segel.ca.audit.Actor;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import jakarta.ws.rs.container.ContainerRequestContext;

/** Who asks. */
public sealed interface Caller {
    /** Where a request keeps its caller. */
    String PROPERTY = "id.segel.caller";

    /** A person with a session. */
    record Person(AuthenticatedSession session, String token) implements Caller {
        /** Without the token. */
        @Override
        public String toString() {
            return "Person[account=" + session.accountId() + "]";
        }
    }

    /** LOCK, with a token that only the application it is for can judge. */
    record Lock(String token) implements Caller {
        /** Without the token. */
        @Override
        public String toString() {
            return "Lock[]";
        }
    }

    /** Somebody without credentials. */
    record Nobody() implements Caller {}

    /** The caller of a request. */
    static Caller of(ContainerRequestContext request) {
        return request.getProperty(PROPERTY) instanceof Caller caller ? caller : new Nobody();
    }

    /**
     * The person who asks.
     *
     * @throws RefusedException SIGN_IN_REQUIRED when it is nobody with a session
     */
    static Person person(ContainerRequestContext request) {
        if (of(request) instanceof Person person) {
            return person;
        }
        throw RefusedException.because(Problem.SIGN_IN_REQUIRED);
    }

    /** The person who asks, as the one who acts. */
    static Actor actor(ContainerRequestContext request) {
        return person(request).session().actor();
    }
}
