package id.segel.ca.ceremony;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.authority.KeyBackups;
import id.segel.ca.custody.Desk;
import id.segel.ca.issuance.Issuance;
import id.segel.ca.issuance.IssuanceConfiguration;
import id.segel.ca.lint.Linter;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.procedure.Timeline;
import id.segel.ca.status.CrlStore;
import id.segel.ca.status.PkiLocations;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.hsm.Pin;
import id.segel.hsm.Token;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenPurpose;
import id.segel.softhsm.TestDatabase;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A room for ceremonies: a database, and a root, a ca and a data token that can be closed, copied and opened again. */
final class Room implements AutoCloseable {
    static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();

    final AuditLog audit = new AuditLog(Clock.systemUTC(), new SecureRandom());
    final TestDatabase testDatabase = CoreDatabase.create();
    final Database database = CoreDatabase.open(testDatabase, DatabaseRole.ISSUER, METERS);
    final Path directory;
    final Map<TokenPurpose, TestToken> taken = new EnumMap<>(TokenPurpose.class);
    final Map<TokenPurpose, Token> tokens = new EnumMap<>(TokenPurpose.class);

    Room(Path directory) {
        this.directory = directory;
        for (TokenPurpose purpose : List.of(TokenPurpose.ROOT, TokenPurpose.CA, TokenPurpose.DATA)) {
            taken.put(purpose, TestTokens.take());
        }
        open();
    }

    void open() {
        taken.forEach((purpose, token) -> tokens.put(purpose, open(purpose, token)));
    }

    static Token open(TokenPurpose purpose, TestToken token) {
        return Token.open(
                new TokenConfiguration(
                        purpose,
                        token.module(),
                        token.label(),
                        Pin.of(token.userPin()),
                        4,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        List.of()),
                METERS);
    }

    TestToken taken(TokenPurpose purpose) {
        return java.util.Objects.requireNonNull(taken.get(purpose));
    }

    String carryOut(String file) {
        return carryOut(file, null);
    }

    String carryOut(String file, @Nullable Desk desk) {
        return ceremony(desk).run(file);
    }

    Ceremony ceremony(@Nullable Desk desk) {
        Token ca = java.util.Objects.requireNonNull(tokens.get(TokenPurpose.CA));
        StatusChanges status =
                new StatusChanges(database, audit, (handle, kind, person, application, authority, serial) -> {});
        Issuance issuance = new Issuance(
                database,
                audit,
                new NoticeOutbox(),
                new Timeline(database, METERS),
                status,
                ca,
                new PkiLocations("http://pki.example.test"),
                Linter.standard(),
                IssuanceConfiguration.standard(),
                Clock.systemUTC(),
                new SecureRandom(),
                METERS);
        return new Ceremony(new CeremonyTools(
                database,
                audit,
                issuance.direct(),
                tokens,
                new CeremonyFolder(directory, null),
                new Surroundings(status, desk, List.of(), Set.of()),
                "test",
                line -> {}));
    }

    Authority authority(String name) {
        return new Authorities(database).byName(name).orElseThrow();
    }

    CrlStore crls() {
        return new CrlStore(database);
    }

    List<KeyBackups.Standing> backups() {
        return new KeyBackups(database).all();
    }

    /** A number the database knows. */
    long count(String sql) {
        return superuser()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    Jdbi superuser() {
        return Jdbi.create(testDatabase.superuserUrl());
    }

    /** Copies the directory of all tokens while they are closed, as a backup that is restored elsewhere. */
    Path copy(String name) {
        closeTokens();
        Path original = Path.of(System.getenv("SOFTHSM2_CONF")).toAbsolutePath().resolveSibling("tokens");
        Path copy = directory.resolve(name);
        try (Stream<Path> files = Files.walk(original)) {
            // Not the lock: to open and close it here would let go of it for the whole process.
            for (Path file : files.filter(file -> !file.endsWith("segel.lock")).toList()) {
                Files.copy(file, copy.resolve(original.relativize(file).toString()));
            }
            Path conf = directory.resolve(name + ".conf");
            Files.writeString(conf, "directories.tokendir = " + copy + "\nobjectstore.backend = file\n");
            return conf;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            open();
        }
    }

    Path pinFile(String name, String pin) {
        try {
            Path file = Files.createFile(
                    directory.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, pin + "\n");
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void closeTokens() {
        tokens.values().forEach(Token::close);
        tokens.clear();
    }

    @Override
    public void close() {
        closeTokens();
        database.close();
        testDatabase.close();
    }
}
