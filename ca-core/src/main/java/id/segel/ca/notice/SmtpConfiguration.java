package id.segel.ca.notice;

import id.segel.ca.store.Secret;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The mail server.
 *
 * @param user with its password, or neither where the server asks for none
 * @param timeout bound of connecting, of each answer and of each write
 * @param trust whom to trust; null for the Java platform's own certificates
 */
public record SmtpConfiguration(
        String host,
        int port,
        TlsPolicy tls,
        @Nullable String user,
        @Nullable Secret password,
        Duration timeout,
        @Nullable SSLContext trust) {
    public SmtpConfiguration {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "the mail server is \"" + host + "\" port " + port + "; give a host and a port of 1 to 65535");
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("the mail server gets a user and a password or neither");
        }
        if (user != null && tls == TlsPolicy.NONE) {
            throw new IllegalArgumentException(
                    "the password of the mail server would be sent in the clear; choose STARTTLS or IMPLICIT");
        }
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofSeconds(10)) > 0) {
            throw new IllegalArgumentException("the mail server's timeout is " + timeout + "; give 0.1 to 10 seconds");
        }
    }

    /** With a timeout of 5 seconds and the platform's certificates. */
    public static SmtpConfiguration of(
            String host, int port, TlsPolicy tls, @Nullable String user, @Nullable Secret password) {
        return new SmtpConfiguration(host, port, tls, user, password, Duration.ofSeconds(5), null);
    }
}
