package id.segel.ca.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The database as one role sees it: a small pool and the one way to open a transaction. Thread-safe.
 *
 * <p>READ COMMITTED; correctness comes from compare-and-set, row locks and constraints. Every transaction commits with
 * {@code synchronous_commit = on} whatever the server's default is, because an intent must outlive a power cut before the
 * token is asked (DESIGN 4 step 5).
 */
public final class Database implements AutoCloseable {
    private static final ThreadLocal<Integer> OPEN_TRANSACTIONS = ThreadLocal.withInitial(() -> 0);

    private final DatabaseRole role;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(DatabaseRole role, HikariDataSource pool) {
        this.role = role;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
        this.jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(false);
    }

    /**
     * Opens a pool.
     *
     * @param url JDBC URL without user and password
     * @param statementTimeout bound of every statement; a transaction may be idle as long
     * @throws IllegalStateException when the server would lose commits (fsync off, outside tests) or the role is an owner
     *     or superuser
     */
    public static Database open(
            String url,
            DatabaseRole role,
            Secret password,
            int poolSize,
            Duration statementTimeout,
            MeterRegistry meters) {
        if (role == DatabaseRole.OWNER) {
            throw new IllegalStateException("the service does not run as the database owner; use a role of its own");
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName(role.roleName());
        config.setJdbcUrl(url);
        config.setUsername(role.roleName());
        config.setPassword(password.reveal());
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(poolSize);
        config.setConnectionTimeout(Duration.ofSeconds(3).toMillis());
        config.setValidationTimeout(Duration.ofSeconds(1).toMillis());
        config.setInitializationFailTimeout(Duration.ofSeconds(10).toMillis());
        config.addDataSourceProperty("ApplicationName", role.roleName());
        config.addDataSourceProperty("connectTimeout", "3");
        config.addDataSourceProperty("socketTimeout", Long.toString(statementTimeout.toSeconds() + 5));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("reWriteBatchedInserts", "false");
        config.setConnectionInitSql("SET synchronous_commit = on; SET statement_timeout = "
                + statementTimeout.toMillis()
                + "; SET idle_in_transaction_session_timeout = " + statementTimeout.toMillis()
                + "; SET lock_timeout = " + Math.min(statementTimeout.toMillis(), 5_000) + "; SET timezone = 'UTC'");
        config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        Database database = new Database(role, new HikariDataSource(config));
        try {
            database.refuseUnsafeServer();
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    private void refuseUnsafeServer() {
        jdbi.useHandle(handle -> {
            boolean tooMighty = handle.createQuery("""
                            SELECT rolsuper OR rolbypassrls OR rolcreaterole
                                OR EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)
                              FROM pg_roles WHERE rolname = current_user
                            """).mapTo(Boolean.class).one();
            if (tooMighty) {
                throw new IllegalStateException("the database role " + role.roleName()
                        + " is an owner or superuser; run `segel db bootstrap` again to make it an ordinary role");
            }
            String fsync = handle.createQuery("SHOW fsync").mapTo(String.class).one();
            if ("off".equals(fsync) && !"1".equals(System.getenv("SEGEL_TESTING"))) {
                throw new IllegalStateException(
                        "PostgreSQL runs with fsync = off and would lose intents in a power cut; set fsync = on");
            }
        });
    }

    public DatabaseRole role() {
        return role;
    }

    /** For single statements and for reading. */
    public Jdbi jdbi() {
        return jdbi;
    }

    public DataSource dataSource() {
        return pool;
    }

    /**
     * Runs the work in one READ COMMITTED transaction and commits. The work touches the database and nothing else.
     *
     * @throws RefusedException with DATABASE_AWAY when the connection is lost or none can be had; the caller knows then
     *     that the transaction may or may not have committed
     */
    public <T> T inTransaction(Function<Handle, T> work) {
        if (OPEN_TRANSACTIONS.get() > 0) {
            throw new IllegalStateException("a transaction is already open on this thread; pass its handle on");
        }
        OPEN_TRANSACTIONS.set(1);
        try {
            return jdbi.inTransaction(work::apply);
        } catch (RuntimeException e) {
            throw translated(e);
        } finally {
            OPEN_TRANSACTIONS.remove();
        }
    }

    /** Like {@link #inTransaction} for work without a result. */
    public void useTransaction(java.util.function.Consumer<Handle> work) {
        this.<Boolean>inTransaction(handle -> {
            work.accept(handle);
            return Boolean.TRUE;
        });
    }

    /** Reads without a transaction of several statements. */
    public <T> T read(Function<Handle, T> work) {
        try {
            return jdbi.withHandle(work::apply);
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    /**
     * Called before a token is asked for anything: a signature must not wait inside a transaction, nor be repeated with
     * one.
     */
    public static void requireNoTransaction() {
        if (OPEN_TRANSACTIONS.get() > 0) {
            throw new IllegalStateException("the token was asked inside a database transaction; that is a bug of ours");
        }
    }

    /** The same exception, or DATABASE_AWAY where the cause is a connection that is lost or cannot be had. */
    public static RuntimeException translated(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isConnectionLost(sql)) {
                RefusedException away =
                        RefusedException.because(Problem.DATABASE_AWAY).retryAfter(Duration.ofSeconds(5));
                away.initCause(failure);
                return away;
            }
        }
        return failure;
    }

    private static boolean isConnectionLost(SQLException sql) {
        if (sql instanceof java.sql.SQLTransientConnectionException) {
            return true;
        }
        String state = sql.getSQLState();
        // 08: connection; 57P0x: the server is being shut down or starting; 53300: no connection left.
        return state != null && (state.startsWith("08") || state.startsWith("57P0") || "53300".equals(state));
    }

    /** The name of the constraint a statement met, or "" where it failed for another reason. */
    public static String violatedConstraint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof org.postgresql.util.PSQLException sql && sql.getServerErrorMessage() != null) {
                String constraint = sql.getServerErrorMessage().getConstraint();
                return constraint == null ? "" : constraint;
            }
        }
        return "";
    }

    @Override
    public void close() {
        pool.close();
    }
}
