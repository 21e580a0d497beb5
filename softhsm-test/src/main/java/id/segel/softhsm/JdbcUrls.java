package id.segel.softhsm;

import id.segel.local.PostgresServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * How to reach one database of a test cluster. URLs with a password in them are for tests only.
 *
 * @param port on 127.0.0.1
 * @param database its name
 * @param superuserPassword of {@code postgres}
 */
public record JdbcUrls(int port, String database, String superuserPassword) {
    /** Without name and password. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** For one role. */
    public String url(String user, String password) {
        return url() + "?user=" + encode(user) + "&password=" + encode(password);
    }

    /** For the superuser. */
    public String superuserUrl() {
        return url(PostgresServer.SUPERUSER, superuserPassword);
    }

    /** The same cluster's other database. */
    public JdbcUrls of(String otherDatabase) {
        return new JdbcUrls(port, otherDatabase, superuserPassword);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Never the password. */
    @Override
    public String toString() {
        return url();
    }
}
