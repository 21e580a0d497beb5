package id.segel.api;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.store.Bootstrap;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Migrations;
import id.segel.ca.store.Secret;
import id.segel.softhsm.JdbcUrls;
import id.segel.softhsm.TestDatabase;
import id.segel.softhsm.TestDatabases;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What docs/ceremony.md says, with its own files, as commands, on five tokens; openssl and pkcs11-tool look on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CeremonyDocumentTest {
    private static final Path FILES = Path.of("..", "docs", "ceremony");

    @TempDir
    static Path directory;

    static TestDatabase database;
    static Map<String, TestToken> tokens = new java.util.HashMap<>();

    private record Said(int code, String out) {}

    @BeforeAll
    static void configure() throws IOException {
        database = TestDatabases.template("ceremony_document", CeremonyDocumentTest::migrate)
                .create();
        try (Stream<Path> files = Files.list(FILES)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName().toString()));
            }
        }
        StringBuilder yaml = new StringBuilder("publicUrl: http://localhost:8080\n");
        yaml.append("server: {port: 0, adminPort: 0}\nmail: {folder: ")
                .append(directory)
                .append("}\ndatabase:\n  url: ")
                .append(database.url())
                .append("\n  passwords: {web: ")
                .append(secret("db-web", "test-" + DatabaseRole.WEB.roleName()))
                .append(", issuer: ")
                .append(secret("db-issuer", "test-" + DatabaseRole.ISSUER.roleName()))
                .append("}\ntokens:\n");
        for (String purpose : List.of("root", "ca", "ocsp", "audit", "data")) {
            TestToken token = TestTokens.take();
            tokens.put(purpose, token);
            yaml.append("  ")
                    .append(purpose)
                    .append(": {module: ")
                    .append(token.module())
                    .append(", label: ")
                    .append(token.label())
                    .append(", pinFile: ")
                    .append(secret("pin-" + purpose, new String(token.userPin())))
                    .append("}\n");
        }
        Files.writeString(directory.resolve("segel.yml"), yaml);
    }

    private static void migrate(JdbcUrls urls) {
        Map<DatabaseRole, Secret> passwords = new EnumMap<>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            passwords.put(role, Secret.of("test-" + role.roleName()));
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
        Migrations.migrate(urls.url(), Secret.of("test-" + DatabaseRole.OWNER.roleName()));
    }

    private static Path secret(String name, String value) throws IOException {
        Path file = Files.createFile(
                directory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, value + "\n");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Said segel(String file, String... options) {
        StringWriter out = new StringWriter();
        CommandLine command = Segel.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(out, true));
        List<String> arguments = new ArrayList<>(List.of(
                "ceremony",
                directory.resolve(file).toString(),
                "--config",
                directory.resolve("segel.yml").toString()));
        arguments.addAll(List.of(options));
        return new Said(command.execute(arguments.toArray(String[]::new)), out.toString());
    }

    private static String carryOut(String file, String out) {
        Said dry = segel(file, "--dry-run", "--out", directory.resolve(out).toString());
        assertThat(dry.code()).as(dry.out()).isZero();
        assertThat(directory.resolve(out)).doesNotExist();
        Said said = segel(file, "--out", directory.resolve(out).toString());
        assertThat(said.code()).as(said.out()).isZero();
        assertThat(run(
                        Map.of(),
                        "openssl",
                        "dgst",
                        "-sha256",
                        "-verify",
                        out + "/transcript.pub",
                        "-signature",
                        out + "/transcript.sig",
                        out + "/transcript.txt"))
                .isEqualTo("Verified OK\n");
        return said.out();
    }

    /** Runs a program in the directory of the ceremony. */
    private static String run(Map<String, String> environment, String... command) {
        try {
            Path output = Files.createTempFile(directory, "run", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
                throw new AssertionError("it did not end: " + List.of(command));
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new AssertionError(List.of(command) + " cannot be run; install it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Authority authority(String name) {
        try (Database issuer = Database.open(
                database.url(),
                DatabaseRole.ISSUER,
                Secret.of("test-" + DatabaseRole.ISSUER.roleName()),
                2,
                Duration.ofSeconds(10),
                new SimpleMeterRegistry())) {
            return new Authorities(issuer).byName(name).orElseThrow();
        }
    }

    private static String privateKeys(String purpose) {
        TestToken token = Objects.requireNonNull(tokens.get(purpose));
        return run(
                Map.of("TOKEN_PIN", new String(token.userPin())),
                "pkcs11-tool",
                "--module",
                token.module().toString(),
                "--token-label",
                token.label(),
                "--login",
                "--pin",
                "env:TOKEN_PIN",
                "--list-objects",
                "--type",
                "privkey");
    }

    @Test
    @Order(1)
    void theHierarchyIsMadeOnTwoTokensAndPkcs11ToolSeesWhatTheTranscriptSays() {
        String transcript = carryOut("1-hierarchy.yml", "out-1");
        assertThat(run(
                        Map.of(),
                        "openssl",
                        "verify",
                        "-CAfile",
                        "out-1/root-uji-g1.pem",
                        "out-1/osd-lu-kelas-2-uji-g1.pem"))
                .contains(": OK");
        assertThat(privateKeys("root"))
                .contains(
                        "label:      root-uji-g1",
                        "Usage:      sign",
                        "sensitive, always sensitive, never extractable, local")
                .doesNotContain("osd-lu");
        assertThat(privateKeys("ca"))
                .contains(
                        "label:      osd-lu-kelas-2-uji-g1",
                        "Usage:      sign",
                        "always sensitive, never extractable, local")
                .doesNotContain("root-uji", "decrypt");
        assertThat(transcript).contains("Outcome: DONE", "Verify: openssl dgst -sha256");
    }

    @Test
    @Order(2)
    void theRequestIsAnsweredByAnotherRootAndTheAnswerImported() throws IOException {
        carryOut("2-request.yml", "out-2");
        assertThat(authority("osd-lu-induk-uji-g1").state()).isEqualTo(Authority.State.PENDING);
        assertThat(run(Map.of(), "openssl", "req", "-in", "out-2/osd-lu-induk-uji-g1.csr", "-verify", "-noout"))
                .contains("verify OK");
        run(
                Map.of(),
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:3072",
                "-nodes",
                "-keyout",
                "outer-root.key",
                "-subj",
                "/C=ID/O=CA Induk Contoh/CN=CA Induk (UJI)",
                "-days",
                "7300",
                "-out",
                "outer-root.pem");
        Files.writeString(
                directory.resolve("extensions.cnf"),
                "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n"
                        + "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
        run(
                Map.of(),
                "openssl",
                "x509",
                "-req",
                "-in",
                "out-2/osd-lu-induk-uji-g1.csr",
                "-CA",
                "outer-root.pem",
                "-CAkey",
                "outer-root.key",
                "-set_serial",
                "0x4d5e6f708192a3b4",
                "-days",
                "3650",
                "-extfile",
                "extensions.cnf",
                "-out",
                "answer.pem");
        assertThat(carryOut("3-answer.yml", "out-3")).contains("Authority osd-lu-induk-uji-g1 is ACTIVE");
        assertThat(authority("osd-lu-induk-uji-g1").isIssuedOutside()).isTrue();
    }

    @Test
    @Order(3)
    void theIssuingAuthorityGetsItsNextGeneration() {
        assertThat(carryOut("4-generation.yml", "out-4"))
                .contains("Product osd-lu-kelas-2-individu: version 2, issued by osd-lu-kelas-2-uji-g2");
        assertThat(authority("osd-lu-kelas-2-uji-g1").state()).isEqualTo(Authority.State.RETIRED);
        assertThat(run(
                        Map.of(),
                        "openssl",
                        "verify",
                        "-CAfile",
                        "out-1/root-uji-g1.pem",
                        "out-4/osd-lu-kelas-2-uji-g2.pem"))
                .contains(": OK");
    }

    @Test
    @Order(4)
    void aRefusalIsSentencesAndExitCodeOne() {
        Said said = segel("1-hierarchy.yml");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .contains("this file was carried out already, as ceremony 1", "Nothing was made.")
                .doesNotContain("\tat ");
    }
}
