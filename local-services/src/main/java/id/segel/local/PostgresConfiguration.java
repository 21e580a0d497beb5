package id.segel.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a private PostgreSQL is to be. Immutable.
 *
 * @param directory holds this one server: data, log, superuser password; made when missing
 * @param binaries parent of the unpacked programs, may be shared by many servers; made when missing
 * @param port on 127.0.0.1; 0 = any free one
 * @param user as whom it runs when we are root, must exist; not looked at otherwise
 * @param settings postgresql.conf settings beside or instead of {@link #DEFAULTS}; a network or path setting is refused
 * @param startLimit longest wait for the server to answer, recovery included
 * @param stopLimit longest wait for a fast shutdown before an immediate one
 */
public record PostgresConfiguration(
        Path directory,
        Path binaries,
        int port,
        @Nullable String user,
        Map<String, String> settings,
        Duration startLimit,
        Duration stopLimit) {

    /**
     * What holds unless {@link #settings} says otherwise. Durability is PostgreSQL's own default and written out so that
     * it can be seen. Terse messages: the DETAIL of a violated constraint would put personal data in the log.
     */
    static final Map<String, String> DEFAULTS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "timezone", "UTC",
            "log_timezone", "UTC",
            "log_error_verbosity", "terse",
            "log_min_error_statement", "panic",
            "log_line_prefix", "%m [%p] %q%u@%d ");

    /** Decided by this package: they are what "private" means. */
    private static final Set<String> OURS = Set.of(
            "listen_addresses",
            "port",
            "unix_socket_directories",
            "password_encryption",
            "data_directory",
            "hba_file",
            "ident_file",
            "external_pid_file",
            "ssl",
            "include",
            "include_dir",
            "include_if_exists",
            "logging_collector");

    private static final Pattern SETTING = Pattern.compile("[a-z][a-z0-9_.]{0,62}");

    /** Checks everything that can be seen without touching the file system. */
    public PostgresConfiguration {
        directory = directory.toAbsolutePath().normalize();
        binaries = binaries.toAbsolutePath().normalize();
        settings = Map.copyOf(settings);
        if (port < 0 || port > 65_535) {
            throw new LocalServiceException("The database port " + port + " is not between 0 (any free) and 65535.");
        }
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            if (!SETTING.matcher(setting.getKey()).matches() || OURS.contains(setting.getKey())) {
                throw new LocalServiceException("The PostgreSQL setting \"" + setting.getKey()
                        + "\" cannot be given: it is not a setting's name or is decided by the launcher.");
            }
            if (setting.getValue().chars().anyMatch(c -> c < ' ')
                    || setting.getValue().length() > 1000) {
                throw new LocalServiceException(
                        "The value of the PostgreSQL setting " + setting.getKey() + " is not one short line.");
            }
        }
        if (startLimit.compareTo(Duration.ofSeconds(1)) < 0 || stopLimit.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new LocalServiceException("PostgreSQL needs at least one second to start and to stop.");
        }
    }

    /** A durable server on any free port, its programs beside its data, a minute to start and half a one to stop. */
    public static PostgresConfiguration in(Path directory) {
        return new PostgresConfiguration(
                directory,
                directory.resolve("programs"),
                0,
                null,
                Map.of(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
    }

    /** The same with the unpacked programs under {@code parent}. */
    public PostgresConfiguration withBinaries(Path parent) {
        return new PostgresConfiguration(directory, parent, port, user, settings, startLimit, stopLimit);
    }

    /** The same on {@code newPort}; 0 = any free one. */
    public PostgresConfiguration withPort(int newPort) {
        return new PostgresConfiguration(directory, binaries, newPort, user, settings, startLimit, stopLimit);
    }

    /** The same, run as {@code name} when we are root. */
    public PostgresConfiguration withUser(@Nullable String name) {
        return new PostgresConfiguration(directory, binaries, port, name, settings, startLimit, stopLimit);
    }

    /** The same with {@code more} put over the settings it has. */
    public PostgresConfiguration withSettings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return new PostgresConfiguration(directory, binaries, port, user, all, startLimit, stopLimit);
    }

    /** The same with other limits. */
    public PostgresConfiguration withLimits(Duration start, Duration stop) {
        return new PostgresConfiguration(directory, binaries, port, user, settings, start, stop);
    }

    /** One setting as it will be in force. */
    String setting(String name) {
        String given = settings.get(name);
        String value = given != null ? given : DEFAULTS.get(name);
        return value != null ? value : "";
    }

    /** Whether a crash of the machine must lose nothing. */
    boolean durable() {
        return !"off".equals(setting("fsync"));
    }
}
