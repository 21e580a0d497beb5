package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import id.segel.ca.notice.TlsPolicy;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How notices leave.
 *
 * @param transport {@code eml} writes files into a folder, {@code smtp} sends
 * @param from sender's address
 * @param folder where {@code eml} writes
 * @param host SMTP server
 * @param port its port
 * @param tls how the way to the server is protected
 * @param username account at the server
 * @param passwordFile its password, mode 0600
 */
public record MailSettings(
        @Default("eml") Transport transport,
        @Default("ams@localhost") @Limit(min = 3, max = 254) String from,
        @Nullable Path folder,
        @Nullable String host,
        @Default("587") @Limit(min = 1, max = 65_535) int port,
        @Default("STARTTLS") TlsPolicy tls,
        @Nullable String username,
        @Nullable Path passwordFile) {
    /** Ways for a notice to leave. */
    public enum Transport {
        EML,
        SMTP;

        /** As it stands in the file. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
