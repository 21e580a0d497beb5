package id.segel.ca.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * {@code segel db bootstrap}: makes database and roles, as superuser. Repeating it sets passwords and rights again and
 * changes nothing else. Roles are made here and never by a migration, which only grants (DESIGN 8).
 */
public final class Bootstrap {
    private Bootstrap() {}

    /**
     * @param superuserUrl JDBC URL of a maintenance database such as {@code postgres}, without user and password
     * @param superuser name of the superuser
     * @param superuserPassword its password
     * @param database the database to make, owned by {@code segel_owner}
     * @param passwords one for each role
     */
    public static void run(
            String superuserUrl,
            String superuser,
            Secret superuserPassword,
            String database,
            Map<DatabaseRole, Secret> passwords) {
        for (DatabaseRole role : DatabaseRole.values()) {
            if (!passwords.containsKey(role)) {
                throw new IllegalArgumentException("no password given for the database role " + role.roleName());
            }
        }
        try (Connection connection = connect(superuserUrl, superuser, superuserPassword)) {
            for (DatabaseRole role : DatabaseRole.values()) {
                makeRole(connection, role, Objects.requireNonNull(passwords.get(role)));
            }
            makeDatabase(connection, database);
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be prepared: " + e.getMessage(), e);
        }
    }

    static Connection connect(String url, String user, Secret password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password.reveal());
        properties.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(url, properties);
    }

    private static void makeRole(Connection connection, DatabaseRole role, Secret password) throws SQLException {
        boolean exists;
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
            query.setString(1, role.roleName());
            try (ResultSet result = query.executeQuery()) {
                exists = result.next();
            }
        }
        String verb = exists ? "ALTER ROLE " : "CREATE ROLE ";
        try (Statement statement = connection.createStatement()) {
            // A password cannot be a parameter of this statement; the driver's own quoting makes it a literal.
            statement.execute(verb + role.roleName()
                    + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT PASSWORD "
                    + statement.enquoteLiteral(password.reveal()));
        }
    }

    private static void makeDatabase(Connection connection, String database) throws SQLException {
        boolean exists;
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            try (ResultSet result = query.executeQuery()) {
                exists = result.next();
            }
        }
        try (Statement statement = connection.createStatement()) {
            String name = statement.enquoteIdentifier(database, true);
            if (!exists) {
                statement.execute("CREATE DATABASE " + name + " OWNER " + DatabaseRole.OWNER.roleName()
                        + " TEMPLATE template0 ENCODING 'UTF8'");
            }
            statement.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
            for (DatabaseRole role : DatabaseRole.values()) {
                statement.execute("GRANT CONNECT ON DATABASE " + name + " TO " + role.roleName());
            }
        }
    }
}
