package id.segel.api;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import id.segel.api.config.ConfigurationFile;
import id.segel.api.config.ServiceConfiguration;
import id.segel.api.server.AccountOffice;
import id.segel.api.server.CeremonyRoom;
import id.segel.api.server.Service;
import id.segel.ca.person.CreatedAccount;
import id.segel.ca.person.Language;
import id.segel.ca.person.PersonDraft;
import id.segel.ca.person.Role;
import id.segel.ca.person.TotpSecret;
import id.segel.ca.store.Bootstrap;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Migrations;
import id.segel.ca.store.Secret;
import id.segel.softhsm.JdbcUrls;
import id.segel.softhsm.TestCluster;
import id.segel.softhsm.TestDatabase;
import id.segel.softhsm.TestDatabases;
import id.segel.softhsm.TestTemplate;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The whole service in this JVM: a database, four tokens, a hierarchy from a real ceremony, accounts of every role. */
public final class RunningService implements AutoCloseable {
    private static final String PASSWORD = "kata sandi percobaan 1";
    private static final String NIK = "3174014101850001";
    private static final String IMPATIENT = ", permits: 2, permitTimeout: 500ms, signTimeout: 3s";

    private final TestDatabase database;
    private final Jdbi jdbi;
    private Service service;
    private final Path directory;
    private final Map<Role, TestAccount> staff;
    private final TestAccount secondOfficer;
    private final TestAccount firstApplicant;
    private final AtomicInteger applicants = new AtomicInteger(1);
    private final Map<String, ApiClient> signedIn = new ConcurrentHashMap<>();
    private ServiceConfiguration configuration;

    private static @Nullable RunningService shared;
    private static @Nullable RunningService durable;
    private static @Nullable TestCluster durableCluster;

    /** The one all ordinary test classes share; it ends after the last test. */
    public static synchronized RunningService shared() {
        RunningService running = shared;
        if (running == null) {
            running = new RunningService(null, null);
            shared = running;
        }
        return running;
    }

    /** The same, on a database that keeps what it says it keeps, as one in production does. */
    public static synchronized RunningService durable() {
        RunningService running = durable;
        if (running == null) {
            TestCluster cluster = TestCluster.privateCluster(Map.of("fsync", "on", "full_page_writes", "on"));
            durableCluster = cluster;
            running = new RunningService(cluster, null);
            durable = running;
        }
        return running;
    }

    static synchronized void closeShared() {
        for (RunningService running : new RunningService[] {shared, durable}) {
            if (running != null) {
                running.close();
            }
        }
        shared = null;
        durable = null;
        if (durableCluster != null) {
            durableCluster.close();
        }
        durableCluster = null;
    }

    /** A service of the test's own, on a cluster it may stop. */
    public static RunningService on(TestCluster cluster) {
        return new RunningService(cluster, null);
    }

    /** A service of the test's own whose data token is reached through another library, two operations at a time. */
    public static RunningService withDataTokenThrough(Path library) {
        return new RunningService(null, library);
    }

    private RunningService(@Nullable TestCluster cluster, @Nullable Path dataLibrary) {
        try {
            directory = Files.createTempDirectory("ams-api-test");
            TestTemplate template = cluster == null
                    ? TestDatabases.template("api", RunningService::migrate)
                    : cluster.template("api", RunningService::migrate);
            database = template.create();
            jdbi = Jdbi.create(database.superuserUrl());
            configuration = configure(dataLibrary);
            CeremonyRoom.carryOut(configuration, ceremony(), line -> {});
            staff = new EnumMap<>(Role.class);
            try (AccountOffice office = new AccountOffice(configuration)) {
                for (Role role : EnumSet.complementOf(EnumSet.of(Role.APPLICANT))) {
                    staff.put(role, account(office, role, role.name().toLowerCase(java.util.Locale.ROOT) + "-1"));
                }
                secondOfficer = account(office, Role.OFFICER, "officer-2");
                firstApplicant = account(office, Role.APPLICANT, "applicant-1");
            }
            service = Service.start(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void migrate(JdbcUrls urls) {
        Map<DatabaseRole, Secret> passwords = new EnumMap<>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            passwords.put(role, Secret.of(password(role)));
        }
        Bootstrap.run(
                urls.of("postgres").url(), "postgres", Secret.of(urls.superuserPassword()), urls.database(), passwords);
        try (Connection connection = DriverManager.getConnection(urls.superuserUrl());
                Statement statement = connection.createStatement()) {
            // The fixture made this database before there was an owner.
            statement.execute(
                    "ALTER DATABASE " + statement.enquoteIdentifier(urls.database(), true) + " OWNER TO segel_owner");
            statement.execute("ALTER SCHEMA public OWNER TO segel_owner");
        } catch (SQLException e) {
            throw new IllegalStateException("the template cannot be given to its owner", e);
        }
        Migrations.migrate(urls.url(), Secret.of(password(DatabaseRole.OWNER)));
    }

    private static String password(DatabaseRole role) {
        return "test-" + role.roleName();
    }

    private ServiceConfiguration configure(@Nullable Path dataLibrary) throws IOException {
        StringBuilder yaml = new StringBuilder();
        yaml.append("publicUrl: http://localhost:8080\n")
                .append("server: {port: 0, adminPort: 0, bodyTimeout: 1s}\n")
                .append("log: {level: WARN}\n")
                .append("limits: {sessionAttemptsPerMinute: 100000}\n")
                .append("mail: {folder: ")
                .append(Files.createDirectory(directory.resolve("mail")))
                .append("}\n")
                .append("database:\n  url: ")
                .append(database.url())
                .append("\n  passwords:\n")
                .append("    web: ")
                .append(secret("db-web", password(DatabaseRole.WEB)))
                .append("\n")
                .append("    issuer: ")
                .append(secret("db-issuer", password(DatabaseRole.ISSUER)))
                .append("\n")
                .append("tokens:\n");
        for (String purpose : List.of("ca", "ocsp", "audit", "data")) {
            TestToken token = TestTokens.take();
            yaml.append("  ")
                    .append(purpose)
                    .append(": {module: ")
                    .append(dataLibrary != null && purpose.equals("data") ? dataLibrary : token.module())
                    .append(", label: ")
                    .append(token.label())
                    .append(", pinFile: ")
                    .append(secret("pin-" + purpose, new String(token.userPin())))
                    .append(dataLibrary != null && purpose.equals("data") ? IMPATIENT : "")
                    .append(", expectedKeys: []}\n");
        }
        Files.writeString(configurationFile(), yaml);
        return ConfigurationFile.read(configurationFile(), Map.of());
    }

    /** The node's configuration. */
    public Path configurationFile() {
        return directory.resolve("segel.yml");
    }

    /** Stops the service and starts it again, with {@code more} in its configuration. Whoever was signed in still is. */
    public void restart(String more) {
        stop();
        start(more);
    }

    /** Stops the service alone. */
    public void stop() {
        service.close();
    }

    /** Starts it again. */
    public void start(String more) {
        try {
            String before = Files.readString(configurationFile());
            Files.writeString(configurationFile(), before.replaceAll("(?m)^dataKeys:.*\n", "") + more);
            configuration = ConfigurationFile.read(configurationFile(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        service = Service.start(configuration);
        signedIn.replaceAll((name, client) -> client.at("http://127.0.0.1:" + service.port()));
    }

    private Path secret(String name, String value) throws IOException {
        Path file = Files.createFile(
                directory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, value + "\n");
        return file;
    }

    /** The sample ceremony with quick keys. */
    private static String ceremony() throws IOException {
        try (var in = RunningService.class.getResourceAsStream("/id/segel/api/local/ceremony.yml")) {
            return new String(
                            java.util.Objects.requireNonNull(in).readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8)
                    .replace("RSA_4096", "EC_P384")
                    .replace("RSA_3072", "EC_P256");
        }
    }

    private TestAccount account(AccountOffice office, Role role, String username) {
        String name = name(username);
        CreatedAccount created = office.create(
                username,
                Set.of(role),
                "Balai Contoh",
                agency -> new PersonDraft(
                        name,
                        agency,
                        "Unit Contoh",
                        "Staf",
                        username + "@contoh.go.id",
                        Language.ID,
                        role == Role.APPLICANT ? NIK : null,
                        null,
                        null),
                Secret.of(PASSWORD),
                true);
        TotpSecret totp = created.totpSecret();
        return new TestAccount(username, PASSWORD, name, role, totp == null ? null : totp.base32());
    }

    public ServiceConfiguration configuration() {
        return configuration;
    }

    public TestDatabase database() {
        return database;
    }

    public Path mailFolder() {
        return directory.resolve("mail");
    }

    /** Somebody without credentials. */
    public ApiClient anybody() {
        return ApiClient.of("http://127.0.0.1:" + service.port());
    }

    /** Port of the application. */
    public int port() {
        return service.port();
    }

    /** Port of health, metrics and the doctor. */
    public int adminPort() {
        return service.adminPort();
    }

    /** The admin port. */
    public ApiClient admin() {
        return ApiClient.of("http://127.0.0.1:" + service.adminPort());
    }

    /** An applicant nobody else has: a copy of the first one, whose password was hashed already. */
    public TestAccount newApplicant() {
        String username = "applicant-" + applicants.incrementAndGet();
        String name = name(username);
        jdbi.useTransaction(handle -> {
            long account = handle.createQuery("""
                            WITH first AS (SELECT a.*, p.agency_id FROM account a JOIN person p ON p.id = a.person_id WHERE a.username = :first),
                                 someone AS (
                                     INSERT INTO person (subscriber_number, full_name, agency_id, unit, position, email)
                                     SELECT translate(upper(substr(md5(:username), 1, 12)), '0189', 'XYZW'), :name, agency_id, 'Unit Contoh', 'Staf', :email
                                       FROM first
                                     RETURNING id)
                            INSERT INTO account (person_id, username, password_hash)
                            SELECT someone.id, :username, first.password_hash FROM someone, first
                            RETURNING id
                            """)
                    .bind("first", firstApplicant.username())
                    .bind("username", username)
                    .bind("name", name)
                    .bind("email", username + "@contoh.go.id")
                    .mapTo(Long.class)
                    .one();
            handle.execute("INSERT INTO account_role (account_id, role) VALUES (?, 'APPLICANT')", account);
            handle.execute(
                    "INSERT INTO agreement_acceptance (account_id, version) SELECT ?, max(version) FROM agreement",
                    account);
        });
        return new TestAccount(username, PASSWORD, name, Role.APPLICANT, null);
    }

    private static String name(String username) {
        return "Orang " + username.replace('-', ' ');
    }

    /** As superuser, to look at what happened. */
    public Jdbi jdbi() {
        return jdbi;
    }

    public TestAccount staff(Role role) {
        return java.util.Objects.requireNonNull(staff.get(role));
    }

    /** An applicant whose NIK is known. */
    public TestAccount firstApplicant() {
        return firstApplicant;
    }

    public TestAccount secondOfficer() {
        return secondOfficer;
    }

    /** Signed in with a bearer token; once per account, because a code works once. */
    public ApiClient as(TestAccount account) {
        return signedIn.computeIfAbsent(account.username(), name -> {
            Answer answer = anybody().postJson("/api/v1/session?bearer=true", signIn(account));
            if (answer.status() != 200) {
                throw new IllegalStateException("cannot sign in as " + name + ": " + answer);
            }
            return anybody()
                    .with(
                            "Authorization",
                            "Bearer " + answer.json().path("token").asText());
        });
    }

    /** Signed in as the first of a role of the staff. */
    public ApiClient as(Role role) {
        return as(staff(role));
    }

    /** The body that signs an account in. */
    public String signIn(TestAccount account) {
        String otp = account.totpSecret() == null ? "null" : "\"" + code(account.totpSecret()) + "\"";
        return "{\"username\":\"" + account.username() + "\",\"password\":\"" + account.password() + "\",\"otp\":" + otp
                + "}";
    }

    private static String code(String base32) {
        try {
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(
                            new SecretKeySpec(TotpSecret.ofBase32(base32).octets(), "HmacSHA1"), Instant.now());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the node says that it is ready. */
    public void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> admin().get("/ready").status() == 200);
    }

    @Override
    public void close() {
        service.close();
        database.close();
    }
}
