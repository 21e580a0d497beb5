package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import java.time.Duration;

/**
 * The connectors. Port 0 takes any free one.
 *
 * @param bind address the application listens on
 * @param port port of the application
 * @param adminBind address of health and metrics
 * @param adminPort port of health and metrics
 * @param maxThreads threads that serve requests
 * @param idleTimeout a connection on which nothing moves is closed after this
 * @param bodyTimeout a body that takes longer to come is refused
 * @param stopTimeout how long requests under way may take to finish at a stop
 */
public record ServerSettings(
        @Default("127.0.0.1") @Limit(min = 1, max = 255) String bind,
        @Default("8080") @Limit(max = 65_535) int port,
        @Default("127.0.0.1") @Limit(min = 1, max = 255) String adminBind,
        @Default("8081") @Limit(max = 65_535) int adminPort,
        @Default("64") @Limit(min = 8, max = 1_024) int maxThreads,
        @Default("30s") Duration idleTimeout,
        @Default("2m") Duration bodyTimeout,
        @Default("20s") Duration stopTimeout) {}
