package id.segel.ca.ceremony;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.AuthorityKeys;
import id.segel.ca.issuance.Issuance;
import id.segel.ca.issuance.IssuanceConfiguration;
import id.segel.ca.lint.Linter;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.procedure.Timeline;
import id.segel.ca.status.CrlIssuer;
import id.segel.ca.status.CrlSettings;
import id.segel.ca.status.OpenSsl;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** A database, a token for the root and one for all else, and a folder for what comes in and out. */
final class CeremonyFixture implements AutoCloseable {
    /** A whole hierarchy with quick keys, the root in a token of its own. */
    static final String HIERARCHY = """
            title: Hierarki uji
            operators: [Ani, Joko]
            witnesses: [Budi]
            dataKeys: {wrapping: wrapping-1, blindIndex: blind-index-1}
            backups:
              - {keys: [root-g1, issuing-g1, wrapping-1, blind-index-1], backup: none, reason: A test may lose its keys}
            authorities:
              - name: root-g1
                token: root
                key: {label: root-g1, spec: RSA_3072}
                subject: [{C: ID}, {CN: Root G1}]
                profile: root-ca
              - name: issuing-g1
                issuer: root-g1
                key: {label: issuing-g1, spec: EC_P256, id: "a1b2c3"}
                subject: [{C: ID}, {CN: Issuing G1}]
                profile: issuing-ca
                crlShards: 2
            responders:
              - authority: issuing-g1
                key: {label: ocsp-1, spec: EC_P256}
                subject: [{CN: Responder 1}]
                profile: ocsp-responder
            services:
              - token: data
                authority: issuing-g1
                key: {label: enrolment-1, spec: EC_P256}
                subject: [{CN: Enrolment 1}]
                profile: enrolment-signer
              - token: audit
                authority: issuing-g1
                key: {label: audit-1, spec: EC_P256}
                subject: [{CN: Audit 1}]
                profile: audit-signer
            products:
              - code: individu
                nameId: Individu
                nameEn: Individual
                profile: osd-lu-kelas-2-individu
                authority: issuing-g1
                procedure: sop-009-2017
                checklist: 1
            """;

    final TestDatabase testDatabase = CoreDatabase.create();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Database issuer;
    final Jdbi superuser;
    final Token root;
    final Token ca;
    final Map<TokenPurpose, Token> tokens;
    final Issuance issuance;
    final AuditLog audit = new AuditLog(Clock.systemUTC(), new SecureRandom());
    final Path directory;
    final OpenSsl openssl;
    private final AtomicInteger folders = new AtomicInteger();

    CeremonyFixture(Path directory) {
        this(directory, open(TestTokens.take()), open(TestTokens.take()));
    }

    CeremonyFixture(Path directory, Token root, Token ca) {
        this.directory = directory;
        this.openssl = new OpenSsl(directory);
        this.issuer = CoreDatabase.open(testDatabase, DatabaseRole.ISSUER, meters);
        this.superuser = Jdbi.create(testDatabase.superuserUrl());
        this.root = root;
        this.ca = ca;
        this.tokens = Map.of(
                TokenPurpose.ROOT,
                root,
                TokenPurpose.CA,
                ca,
                TokenPurpose.OCSP,
                ca,
                TokenPurpose.AUDIT,
                ca,
                TokenPurpose.DATA,
                ca);
        this.issuance = issuance(issuer, ca, audit, meters);
    }

    static Token open(TestToken token) {
        return Token.open(
                new TokenConfiguration(
                        TokenPurpose.CA,
                        token.module(),
                        token.label(),
                        Pin.of(token.userPin()),
                        4,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        List.of()),
                new SimpleMeterRegistry());
    }

    static Issuance issuance(Database issuer, Token ca, AuditLog audit, SimpleMeterRegistry meters) {
        return new Issuance(
                issuer,
                audit,
                new NoticeOutbox(),
                new Timeline(issuer, meters),
                new StatusChanges(issuer, audit, (handle, kind, person, application, authority, serial) -> {}),
                ca,
                new PkiLocations("http://pki.example.test"),
                Linter.standard(),
                IssuanceConfiguration.standard(),
                Clock.systemUTC(),
                new SecureRandom(),
                meters);
    }

    /** A ceremony whose folder for what comes out is new and named by the answer of {@link #lastFolder}. */
    Ceremony ceremony() {
        return ceremony(tokens, directory.resolve("out-" + folders.incrementAndGet()));
    }

    Ceremony ceremony(Map<TokenPurpose, Token> some, Path out) {
        return new Ceremony(new CeremonyTools(
                issuer, audit, issuance.direct(), some, new CeremonyFolder(directory, out), "segel test", line -> {}));
    }

    Path lastFolder() {
        return directory.resolve("out-" + folders.get());
    }

    Authorities authorities() {
        return new Authorities(issuer);
    }

    CrlIssuer crls() {
        return new CrlIssuer(
                issuer,
                new AuthorityKeys(ca),
                audit,
                new PkiLocations("http://pki.example.test"),
                CrlSettings.standard(),
                meters);
    }

    byte[] certificate(String authority) {
        return authorities().byName(authority).orElseThrow().requireCertificate();
    }

    int count(String sql) {
        return superuser.withHandle(
                handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    String text(String sql) {
        return superuser.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    /** What openssl says of the transcript in a folder. */
    OpenSsl.Verdict judgeTranscript(Path folder, String digest) {
        return openssl.run(
                "dgst",
                "-" + digest,
                "-verify",
                folder.resolve("transcript.pub").toString(),
                "-signature",
                folder.resolve("transcript.sig").toString(),
                folder.resolve("transcript.txt").toString());
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        root.close();
        ca.close();
        issuer.close();
        testDatabase.close();
    }
}
