package id.segel.api;

import id.segel.ca.person.Role;
import org.jspecify.annotations.Nullable;

/** An account made for the tests. */
public record TestAccount(
        String username,
        String password,
        String fullName,
        Role role,
        @Nullable String totpSecret) {}
