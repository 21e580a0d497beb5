package id.segel.softhsm;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One database of a test cluster; closing drops it, whoever is still connected. */
public final class TestDatabase implements AutoCloseable {
    private final TestCluster cluster;
    private final String name;

    TestDatabase(TestCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** @return port of the cluster on 127.0.0.1 */
    public int port() {
        return cluster.port();
    }

    /** @return everything needed to reach it */
    public JdbcUrls urls() {
        return cluster.urls(name);
    }

    /** @return JDBC URL without name and password */
    public String url() {
        return urls().url();
    }

    /** @return JDBC URL for one role */
    public String url(String user, String password) {
        return urls().url(user, password);
    }

    /** @return JDBC URL for the superuser */
    public String superuserUrl() {
        return urls().superuserUrl();
    }

    /** A connection as superuser; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(superuserUrl());
    }

    /** Ends all connections to this database, as an administrator or a failing network would. */
    public void terminateConnections() {
        cluster.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name
                + "' AND pid <> pg_backend_pid()");
    }

    @Override
    public void close() {
        cluster.drop(name);
    }
}
