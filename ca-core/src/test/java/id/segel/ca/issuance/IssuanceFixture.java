package id.segel.ca.issuance;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authorities;
import id.segel.ca.ceremony.Ceremony;
import id.segel.ca.lint.Linter;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.procedure.Timeline;
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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** A database, a token with a ceremony-made hierarchy, the issuance core over both, and approved applications to issue. */
final class IssuanceFixture implements AutoCloseable {
    static final PkiLocations URLS = new PkiLocations("http://pki.example.test");

    static final String CEREMONY = """
            title: Test hierarchy
            operators: [test]
            backups:
              - {keys: [root-g1, issuing-g1], backup: none, reason: A test may lose its keys}
            authorities:
              - name: root-g1
                key: {label: root-g1, spec: EC_P384}
                subject:
                  - C: ID
                  - CN: Test Root
                profile: root-ca
              - name: issuing-g1
                issuer: root-g1
                key: {label: issuing-g1, spec: EC_P256}
                subject:
                  - C: ID
                  - CN: Test Issuing
                profile: issuing-ca
            products:
              - code: osd-lu-kelas-2-individu
                nameId: Individu
                nameEn: Individual
                profile: osd-lu-kelas-2-individu
                authority: issuing-g1
                procedure: sop-009-2017
                checklist: 1
            """;

    final TestDatabase testDatabase;
    final Database issuer;
    final Jdbi superuser;
    final ApprovedApplications applications;
    final AuditLog audit = newAudit();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Token token;
    final IssuanceConfiguration configuration;
    final Issuance issuance;

    IssuanceFixture(TestDatabase testDatabase, TestToken testToken, Path module, IssuanceConfiguration configuration) {
        this(testDatabase, testToken, module, configuration, Duration.ofSeconds(5));
    }

    IssuanceFixture(
            TestDatabase testDatabase,
            TestToken testToken,
            Path module,
            IssuanceConfiguration configuration,
            Duration tokenTimeout) {
        this.testDatabase = testDatabase;
        this.issuer = CoreDatabase.open(testDatabase, DatabaseRole.ISSUER, meters);
        this.superuser = Jdbi.create(testDatabase.superuserUrl());
        this.applications = new ApprovedApplications(testDatabase);
        this.configuration = configuration;
        this.token = Token.open(tokenConfiguration(testToken, module, tokenTimeout), meters);
        this.issuance = issuance(issuer, token, configuration, meters);
    }

    static AuditLog newAudit() {
        return new AuditLog(Clock.systemUTC(), new SecureRandom());
    }

    static TokenConfiguration tokenConfiguration(TestToken testToken, Path module) {
        return tokenConfiguration(testToken, module, Duration.ofSeconds(5));
    }

    private static TokenConfiguration tokenConfiguration(TestToken testToken, Path module, Duration timeout) {
        return new TokenConfiguration(
                TokenPurpose.CA,
                module,
                testToken.label(),
                Pin.of(testToken.userPin()),
                4,
                timeout,
                timeout,
                List.of());
    }

    static Issuance issuance(
            Database issuer, Token token, IssuanceConfiguration configuration, SimpleMeterRegistry meters) {
        return issuance(issuer, token, Linter.standard(), configuration, meters);
    }

    static Issuance issuance(
            Database issuer,
            Token token,
            Linter linter,
            IssuanceConfiguration configuration,
            SimpleMeterRegistry meters) {
        AuditLog audit = newAudit();
        NoticeOutbox notices = new NoticeOutbox();
        return new Issuance(
                issuer,
                audit,
                notices,
                new Timeline(issuer, meters),
                new StatusChanges(issuer, audit, (handle, kind, person, application, authority, serial) -> {}),
                token,
                URLS,
                linter,
                configuration,
                Clock.systemUTC(),
                new SecureRandom(),
                meters);
    }

    /** Quick leases, so that tests of lapsed ones do not wait. */
    static IssuanceConfiguration quick(Duration lease) {
        return new IssuanceConfiguration(
                16,
                4,
                64,
                lease,
                lease.dividedBy(4),
                lease.dividedBy(4),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofHours(24),
                Duration.ofMillis(100));
    }

    String ceremony() {
        return new Ceremony(issuer, audit, issuance.direct(), Map.of(TokenPurpose.CA, token), line -> {}).run(CEREMONY);
    }

    Authorities authorities() {
        return new Authorities(issuer);
    }

    long approvedApplication() {
        return applications.approve();
    }

    long approvedApplication(String fullName, byte[] spki) {
        return applications.approve(fullName, spki);
    }

    static KeyPair newKey() {
        return ApprovedApplications.newKey();
    }

    String applicationState(long id) {
        return applications.state(id);
    }

    List<String> certificateStates(long application) {
        return applications.certificateStates(application);
    }

    byte[] certificate(long application) {
        return applications.certificate(application);
    }

    int count(String sql) {
        return applications.count(sql);
    }

    @Override
    public void close() {
        token.close();
        issuer.close();
        testDatabase.close();
    }
}
