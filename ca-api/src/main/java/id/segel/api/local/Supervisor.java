package id.segel.api.local;

import id.segel.ca.store.Bootstrap;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Migrations;
import id.segel.ca.store.Secret;
import id.segel.ca.store.Sha256;
import id.segel.local.PostgresConfiguration;
import id.segel.local.PostgresServer;
import id.segel.local.SoftHsmLibrary;
import id.segel.local.TokenDirectory;
import id.segel.local.UnixUser;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code segel local run}: brings up database, tokens and service in order, tells a person what happens, and takes all
 * down again in the opposite order on INT, TERM, or the service's own end.
 */
final class Supervisor {
    private static final String DATABASE = "segel";
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final Duration PREPARE_LIMIT = Duration.ofMinutes(5);

    private final LocalSettings settings;
    private final PrintStream out;
    private final @Nullable UnixUser serviceUser;
    private final @Nullable String databaseUser;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean stopRequested;
    private volatile @Nullable ServiceProcess child;

    Supervisor(LocalSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
        boolean root = UnixUser.weAreRoot();
        this.serviceUser = root ? UnixUser.named("segel") : null;
        this.databaseUser = root ? "segel-db" : null;
    }

    /**
     * Runs until it is stopped, or with a demonstration that is not to be kept, until that has passed.
     *
     * @return the exit code
     */
    int run(boolean demonstration, boolean keep) throws InterruptedException, IOException {
        Thread onSignal = new Thread(this::stopOnSignal, "stop-on-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try (LocalHome home = LocalHome.open(settings.home(), serviceUser)) {
            return run(home, demonstration, keep);
        } finally {
            finished.countDown();
        }
    }

    private int run(LocalHome home, boolean demonstration, boolean keep) throws InterruptedException, IOException {
        requireKind(home, demonstration);
        boolean first = !home.isMade();
        if (first) {
            home.beginMaking(demonstration);
        }
        warnOfOtherUrl(home);
        Path module = settings.module() != null
                ? settings.module()
                : SoftHsmLibrary.find(Map.of(), List.of(settings.home().resolve("tools")));
        TokenDirectory.prepare(home.softHsmConfiguration(), home.tokens(), serviceUser);
        home.makeSecret("token-pin", true);
        home.makeSecret("token-so-pin", true);
        say("Starting PostgreSQL");
        PostgresConfiguration configuration = PostgresConfiguration.in(home.database())
                .withPort(settings.databasePort())
                .withUser(databaseUser);
        try (PostgresServer database = PostgresServer.start(configuration, this::say)) {
            home.write(home.configuration(), LocalFiles.configuration(home, settings, module, database.url(DATABASE)));
            prepare(home, database, first, demonstration);
            return serve(home, demonstration, keep);
        }
    }

    private void requireKind(LocalHome home, boolean demonstration) throws IOException {
        if (!home.isMade()) {
            return;
        }
        if (demonstration && !home.isDemonstration()) {
            throw new LocalFailure(
                    home.directory()
                            + " was made for real use and takes no demonstration accounts. For the demonstration choose another SEGEL_HOME.");
        }
        if (!demonstration && home.isDemonstration()) {
            say("This home was made by --demo: its accounts are for demonstration only.");
        }
    }

    private void warnOfOtherUrl(LocalHome home) throws IOException {
        Path last = home.directory().resolve("public-url");
        if (Files.exists(last) && !Files.readString(last).strip().equals(settings.publicUrl())) {
            say("WARNING: SEGEL_PUBLIC_URL is now " + settings.publicUrl() + ", it was "
                    + Files.readString(last).strip()
                    + ". Certificates issued before name the old address for CRL and OCSP; keep it answering.");
        }
        home.write(last, settings.publicUrl() + "\n");
    }

    /** Everything that must be there before the service may start; skipped when this build has done it already. */
    private void prepare(LocalHome home, PostgresServer database, boolean first, boolean demonstration)
            throws IOException, InterruptedException {
        String build = Sha256.hex(Files.readAllBytes(home.serviceJar()));
        boolean sameBuild = home.preparedBy().equals(build);
        if (!sameBuild) {
            say("Preparing the database");
            Map<DatabaseRole, Secret> passwords = new EnumMap<>(DatabaseRole.class);
            for (DatabaseRole role : DatabaseRole.values()) {
                Path file = home.makeSecret(
                        "db-" + role.name().toLowerCase(java.util.Locale.ROOT), role != DatabaseRole.OWNER);
                passwords.put(role, Secret.fromFile(file));
            }
            Bootstrap.run(
                    database.superuserUrl(),
                    PostgresServer.SUPERUSER,
                    Secret.of(database.superuserPassword()),
                    DATABASE,
                    passwords);
            Migrations.migrate(
                    database.url(DATABASE), java.util.Objects.requireNonNull(passwords.get(DatabaseRole.OWNER)));
        }
        if (first || demonstration) {
            home.write(home.ceremonyFile(), LocalFiles.ceremony());
            say(first ? "Making tokens, keys and the test hierarchy (key ceremony)" : "Adding an applicant");
            List<String> arguments =
                    new ArrayList<>(List.of("local", "prepare", home.directory().toString()));
            if (first) {
                arguments.add("--first");
            }
            if (demonstration) {
                arguments.add("--demo");
            }
            ServiceProcess preparing = ServiceProcess.start(
                    home, serviceUser, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), arguments, null);
            child = preparing;
            preparing.requireSuccess(PREPARE_LIMIT);
        }
        home.made(build);
    }

    private int serve(LocalHome home, boolean demonstration, boolean keep) throws InterruptedException, IOException {
        Path log = home.logs().resolve("service.log");
        say("Starting the service (log: " + log + ")");
        ServiceProcess running = ServiceProcess.start(
                home,
                serviceUser,
                List.of("-Xmx1g"),
                List.of("server", home.configuration().toString()),
                log);
        child = running;
        try {
            if (!waitUntilReady(running, log)) {
                return stopRequested ? 130 : 1;
            }
            if (demonstration) {
                new Demonstration(home, settings, out).run();
                if (!keep) {
                    say("Stopping");
                    return 0;
                }
                tellHowToLogIn();
            }
            out.println("ready " + settings.publicUrl());
            out.flush();
            int code = running.waitFor();
            if (stopRequested) {
                return 0;
            }
            throw new LocalFailure(
                    "the service ended by itself (exit code " + code + "). Its last words stand in " + log + ".");
        } finally {
            running.stop(Duration.ofSeconds(30));
        }
    }

    private boolean waitUntilReady(ServiceProcess running, Path log) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (System.nanoTime() - deadline < 0 && !stopRequested) {
            if (!running.isRunning()) {
                throw new LocalFailure("the service did not start (exit code " + running.exitCode()
                        + "). Last lines of " + log + ":\n" + tail(log));
            }
            if (answersOk(settings.adminUrl() + "/ready")) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        if (stopRequested) {
            return false;
        }
        throw new LocalFailure("the service is not ready after " + READY_LIMIT.toSeconds() + " s. Look at "
                + settings.adminUrl() + "/ready and at " + log + ".");
    }

    private boolean answersOk(String url) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(3))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private void tellHowToLogIn() {
        out.println();
        out.println("How to log in (names and passwords: "
                + settings.home().resolve("demo").resolve("accounts.json") + "):");
        out.println("  applicant                                 name and password");
        out.println(
                "  officer, supervisor, auditor, admin       name, password, and a code from: deploy/demo-otp OFFICER (SUPERVISOR, AUDITOR, ADMIN)");
        out.println("  programs                                  POST " + settings.publicUrl()
                + "/api/v1/session?bearer=true");
        out.println("  health and metrics                        " + settings.adminUrl()
                + "/healthcheck, /ready, /metrics");
    }

    private void stopOnSignal() {
        stopRequested = true;
        ServiceProcess running = child;
        if (running != null) {
            running.stop(Duration.ofSeconds(30));
        }
        try {
            finished.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
