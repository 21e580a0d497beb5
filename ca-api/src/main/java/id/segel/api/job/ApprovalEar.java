package id.segel.api.job;

import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Secret;
import io.dropwizard.lifecycle.Managed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for approvals on other nodes, on a connection of its own outside the pool, and wakes the issuer. */
public final class ApprovalEar implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalEar.class);
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final String url;
    private final DatabaseRole role;
    private final Secret password;
    private final Runnable wake;
    private @Nullable Thread thread;
    private volatile boolean stopping;

    public ApprovalEar(String url, DatabaseRole role, Secret password, Runnable wake) {
        this.url = url;
        this.role = role;
        this.password = password;
        this.wake = wake;
    }

    @Override
    public void start() {
        Thread listener = new Thread(this::run, "approval-ear");
        listener.setDaemon(true);
        thread = listener;
        listener.start();
    }

    @Override
    public void stop() {
        stopping = true;
        Thread listener = thread;
        if (listener != null) {
            listener.interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                try {
                    listen();
                } catch (SQLException e) {
                    LOG.info("not listening for approvals, the issuer looks by itself: {}", e.getMessage());
                }
                TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role.roleName());
        properties.setProperty("password", password.reveal());
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", role.roleName() + " listen");
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + ApprovalSignal.CHANNEL);
            PGConnection postgres = connection.unwrap(PGConnection.class);
            // What was approved before the ear was open.
            wake.run();
            while (!stopping) {
                PGNotification[] heard = postgres.getNotifications((int) WAIT.toMillis());
                if (heard != null && heard.length > 0) {
                    wake.run();
                }
            }
        }
    }
}
