package id.segel.api.local;

import id.segel.local.UnixUser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM with the service's jar as a child: run as the service's user when we are root, in a session of its own so that
 * Ctrl-C at the terminal reaches only the supervisor, which then stops everything in order. Should the supervisor itself be
 * killed, the child is told to stop.
 */
final class ServiceProcess {
    private static final List<String> PASSED_ON = List.of(
            "P11FAULT_",
            "SOFTHSM2_",
            "SEGEL_TESTING",
            "SEGEL_FAILPOINT",
            "LANG",
            "LC_",
            "TZ",
            "PATH",
            // Where deploy/run unpacked the libraries of SoftHSM2 for a user who cannot install.
            "LD_LIBRARY_PATH");

    private final Process process;
    private final String what;

    private ServiceProcess(Process process, String what) {
        this.process = process;
        this.what = what;
    }

    /**
     * Starts {@code java -jar segel.jar ARGUMENTS}.
     *
     * @param log where both outputs are appended, or null to show them as our own
     */
    static ServiceProcess start(
            LocalHome home,
            @Nullable UnixUser user,
            List<String> jvmOptions,
            List<String> arguments,
            @Nullable Path log) {
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                "setpriv",
                "--pdeathsig",
                "TERM",
                "--",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmOptions);
        command.add("-Djava.io.tmpdir=" + home.temporary());
        command.add("-Djna.tmpdir=" + home.temporary());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-jar", home.serviceJar().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(user == null ? command : user.command(command));
        builder.directory(home.temporary().toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> PASSED_ON.stream().noneMatch(name::startsWith));
        environment.putIfAbsent("SOFTHSM2_CONF", home.softHsmConfiguration().toString());
        environment.put("HOME", home.temporary().toString());
        builder.redirectInput(new File("/dev/null"));
        if (log == null) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        } else {
            builder.redirectErrorStream(true);
        }
        try {
            Process started = builder.start();
            if (log != null) {
                sort(started, log);
            }
            return new ServiceProcess(started, String.join(" ", arguments.subList(0, Math.min(2, arguments.size()))));
        } catch (IOException e) {
            throw new LocalFailure(
                    "the program " + command.get(0) + " cannot be started: " + e.getMessage()
                            + ". It comes with the package util-linux.",
                    e);
        }
    }

    /** All goes into the file but the one-time link, which is for the person who started the service and for no log. */
    private static void sort(Process process, Path log) {
        Thread sorter = new Thread(
                () -> {
                    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                            BufferedWriter file = Files.newBufferedWriter(
                                    log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                        String line;
                        while ((line = lines.readLine()) != null) {
                            if (line.startsWith("Nobody can administer yet")) {
                                System.out.println(line);
                                continue;
                            }
                            file.write(line);
                            file.newLine();
                            if (!lines.ready()) {
                                file.flush();
                            }
                        }
                    } catch (IOException e) {
                        System.err.println("The service's log " + log + " cannot be written: " + e.getMessage());
                    }
                },
                "service-log");
        sorter.setDaemon(true);
        sorter.start();
    }

    /** Waits for the end and refuses any exit code but 0. */
    void requireSuccess(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            stop(Duration.ofSeconds(5));
            throw new LocalFailure("`segel " + what + "` took longer than " + limit.toSeconds()
                    + " s and was stopped. Start again; if it stays, look at its output above.");
        }
        if (process.exitValue() != 0) {
            throw new LocalFailure(
                    "`segel " + what + "` failed (exit code " + process.exitValue() + "). Its reason stands above.");
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Waits until the child ends by itself. */
    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks the child to stop, and ends it by force when it has not after the limit. */
    void stop(Duration limit) {
        process.destroy();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                process.waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
