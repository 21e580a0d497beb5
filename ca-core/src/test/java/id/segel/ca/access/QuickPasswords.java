package id.segel.ca.access;

import java.time.Duration;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Argon2id as weak as it can be, for tests that are about something else. */
public final class QuickPasswords {
    private QuickPasswords() {}

    public static Passwords make() {
        return new Passwords(2, 100, Duration.ofSeconds(30), new Argon2PasswordEncoder(16, 32, 1, 64, 1));
    }
}
