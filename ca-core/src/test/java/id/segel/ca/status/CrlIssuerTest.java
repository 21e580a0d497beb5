package id.segel.ca.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.audit.Actor;
import id.segel.ca.authority.Authority;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.status.OpenSsl.Verdict;
import id.segel.ca.status.StatusFixture.Issued;
import id.segel.hsm.TokenException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrlIssuerTest {
    private SigningFixture fixture;
    private StatusFixture status;

    @BeforeAll
    void open(@TempDir Path directory) {
        fixture = new SigningFixture(directory);
        status = fixture.status;
    }

    @AfterEach
    void noFaults() {
        fixture.shim.clear();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    private CrlResult issue() {
        return fixture.crls.issue(status.issuing);
    }

    private PublishedCrl complete() {
        return fixture.store.complete(TestHierarchy.ISSUING).orElseThrow();
    }

    private PublishedCrl shard() {
        return fixture.store.shard(TestHierarchy.ISSUING, 0).orElseThrow();
    }

    private static X509CRLHolder parsed(PublishedCrl crl) {
        try {
            return new X509CRLHolder(crl.der());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509CRLEntryHolder entry(PublishedCrl crl, Issued certificate) {
        return parsed(crl).getRevokedCertificate(new java.math.BigInteger(1, certificate.serial()));
    }

    private long crlRows(String state) {
        return status.one(
                Long.class, "SELECT count(*) FROM crl WHERE authority_id = ? AND state = ?", status.issuing, state);
    }

    @Test
    void theCrlsOfRootAndIssuingCaSatisfyOpenssl() {
        Issued good = status.issued();
        Issued bad = status.issued();
        status.changes.revoke(status.byOfficer(bad), RevocationReason.SUPERSEDED);
        fixture.crls.issue(status.root);
        issue();

        OpenSsl openssl = fixture.openssl;
        String anchors = openssl.pem("anchor.pem", "CERTIFICATE", fixture.hierarchy.root.certificate());
        String issuing = openssl.pem("issuing.pem", "CERTIFICATE", fixture.hierarchy.issuing.certificate());
        String chain = openssl.pem(
                "chain.pem",
                "CERTIFICATE",
                fixture.hierarchy.root.certificate(),
                fixture.hierarchy.issuing.certificate());
        // The root's own certificate names no shard, so openssl wants the complete CRL for it.
        PublishedCrl rootComplete = fixture.store.complete(TestHierarchy.ROOT).orElseThrow();
        for (PublishedCrl crl : List.of(complete(), shard())) {
            String file = openssl.pem("crl.pem", "X509 CRL", crl.der());
            assertThat(openssl.run("crl", "-in", file, "-noout", "-CAfile", chain)
                            .output())
                    .contains("verify OK");
            String crls = openssl.pem("crls.pem", "X509 CRL", crl.der(), rootComplete.der());
            Verdict accepted = openssl.run(
                    "verify",
                    "-x509_strict",
                    "-crl_check_all",
                    "-CRLfile",
                    crls,
                    "-CAfile",
                    anchors,
                    "-untrusted",
                    issuing,
                    openssl.pem("good.pem", "CERTIFICATE", good.der()));
            assertThat(accepted.exit()).as(accepted.output()).isZero();
            Verdict refused = openssl.run(
                    "verify",
                    "-crl_check_all",
                    "-CRLfile",
                    crls,
                    "-CAfile",
                    anchors,
                    "-untrusted",
                    issuing,
                    openssl.pem("bad.pem", "CERTIFICATE", bad.der()));
            assertThat(refused.exit()).isNotZero();
            assertThat(refused.output()).contains("certificate revoked");
        }
        String text = openssl.run("crl", "-in", openssl.pem("s.pem", "X509 CRL", shard().der()), "-noout", "-text")
                .output();
        assertThat(text)
                .contains("Issuing Distribution Point: critical", "URI:http://ca.example/pki/osd-uji/0.crl")
                .contains(bad.hex().toUpperCase(Locale.ROOT));
        assertThat(openssl.run(
                                "crl",
                                "-in",
                                openssl.pem("c.pem", "X509 CRL", complete().der()),
                                "-noout",
                                "-text")
                        .output())
                .doesNotContain("Issuing Distribution Point")
                .contains("Authority Key Identifier")
                .contains("CRL Number");
    }

    @Test
    void aCrlWithoutEntriesSatisfiesOpenssl() {
        fixture.crls.issue(status.root);
        String anchor = fixture.openssl.pem("root.pem", "CERTIFICATE", fixture.hierarchy.root.certificate());
        PublishedCrl crl = fixture.store.complete(TestHierarchy.ROOT).orElseThrow();
        Verdict verdict = fixture.openssl.run(
                "crl",
                "-in",
                fixture.openssl.pem("r.pem", "X509 CRL", crl.der()),
                "-noout",
                "-text",
                "-CAfile",
                anchor);
        assertThat(verdict.output()).contains("verify OK", "No Revoked Certificates");
    }

    @Test
    void anEntrySaysSinceWhenAndWhy() {
        Issued held = status.issued();
        Issued revoked = status.issued();
        Issued intended = status.intended(StatusFixture.key());
        status.changes.suspend(status.byOfficer(held));
        CertificateView view = status.changes.revoke(status.byOfficer(revoked), RevocationReason.AFFILIATION_CHANGED);
        status.issuer.useTransaction(transaction -> status.changes.orphan(
                transaction, Actor.system("reconciler"), status.issuing, intended.serial(), null));
        issue();
        for (PublishedCrl crl : List.of(complete(), shard())) {
            assertThat(reason(entry(crl, held))).isEqualTo(6);
            assertThat(reason(entry(crl, revoked))).isEqualTo(3);
            // RFC 5280 5.3.1: unspecified is said by no extension at all.
            assertThat(entry(crl, intended).getExtension(Extension.reasonCode)).isNull();
            assertThat(entry(crl, revoked).getRevocationDate().toInstant())
                    .isEqualTo(Objects.requireNonNull(view.revokedAt()).truncatedTo(ChronoUnit.SECONDS));
        }
    }

    private static int reason(X509CRLEntryHolder entry) {
        return org.bouncycastle.asn1.ASN1Enumerated.getInstance(
                        entry.getExtension(Extension.reasonCode).getParsedValue())
                .intValueExact();
    }

    @Test
    void numbersOnlyGrowAndAreStoredBeforeTheTokenIsAsked() {
        long before = issue().number();
        long intents = crlRows("INTENT");
        status.changes.suspend(status.byOfficer(status.issued()));
        fixture.shim.control("C_Sign error=0x30");
        assertThatThrownBy(this::issue).isInstanceOf(TokenException.class);
        assertThat(complete().number()).isEqualTo(before);
        assertThat(crlRows("INTENT")).isEqualTo(intents + 2);
        assertThat(status.isCrlRequested(status.issuing)).isTrue();
        fixture.shim.clear();
        CrlResult result = issue();
        assertThat(result.number()).isEqualTo(before + 2);
        assertThat(result.published()).containsExactly("osd-uji", "osd-uji/0");
        assertThat(complete().number()).isEqualTo(before + 2);
        assertThat(status.isCrlRequested(status.issuing)).isFalse();
    }

    @Test
    void aTokenThatSignsWronglyPublishesNothing() {
        long before = issue().number();
        fixture.shim.control("C_Sign flip");
        assertThatThrownBy(this::issue).isInstanceOf(RuntimeException.class);
        assertThat(complete().number()).isEqualTo(before);
        assertThat(shard().number()).isEqualTo(before);
    }

    @Test
    void aReleasedHoldLeavesTheCrl() {
        Issued certificate = status.issued();
        status.changes.suspend(status.byOfficer(certificate));
        issue();
        assertThat(entry(complete(), certificate)).isNotNull();
        status.changes.release(status.byColleague(certificate));
        assertThat(issue().refused()).isEmpty();
        assertThat(entry(complete(), certificate)).isNull();
        assertThat(entry(shard(), certificate)).isNull();
    }

    @Test
    void aHoldThatVanishedWithoutItsEventStopsTheCrlUntilItIsBack() {
        Issued certificate = status.issued();
        status.changes.suspend(status.byOfficer(certificate));
        long before = issue().number();
        status.execute(
                "UPDATE certificate SET state = 'ISSUED', revoked_at = NULL, revocation_reason = NULL WHERE serial = ?",
                (Object) certificate.serial());
        status.execute("UPDATE authority SET crl_requested_at = now()");
        CrlResult result = issue();
        assertThat(result.published()).isEmpty();
        assertThat(result.refused())
                .hasSize(2)
                .allSatisfy(why -> assertThat(why).contains(certificate.hex()));
        assertThat(complete().number()).isEqualTo(before);
        assertThat(entry(complete(), certificate)).isNotNull();
        assertThat(status.isCrlRequested(status.issuing)).isTrue();
        assertThat(status.events("crl", "osd-uji")).last().asString().contains("crl.refused");
        status.changes.suspend(status.byOfficer(certificate));
        assertThat(issue().refused()).isEmpty();
        assertThat(complete().number()).isGreaterThan(before);
    }

    @Test
    void anExpiredCertificateIsShownOnceMoreAndThenNoLonger() {
        Issued certificate =
                status.endingAt(Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(2));
        status.changes.revoke(status.byOfficer(certificate), RevocationReason.SUPERSEDED);
        // Long revoked, so that only its expiry decides.
        status.execute("UPDATE certificate SET revoked_at = now() - interval '1 day' WHERE serial = ?", (Object)
                certificate.serial());
        issue();
        assertThat(entry(complete(), certificate)).isNotNull();
        Awaitility.await()
                .until(() -> status.one(
                        Boolean.class,
                        "SELECT not_after < date_trunc('second', clock_timestamp()) FROM certificate WHERE serial = ?",
                        (Object) certificate.serial()));
        assertThat(issue().refused()).isEmpty();
        assertThat(entry(complete(), certificate))
                .as("the first CRL after expiry")
                .isNotNull();
        assertThat(issue().refused()).isEmpty();
        assertThat(entry(complete(), certificate))
                .as("the second CRL after expiry")
                .isNull();
        assertThat(entry(shard(), certificate)).isNull();
    }

    @Test
    void aRequestThatCameMeanwhileIsNotTakenBack() {
        status.execute("UPDATE authority SET crl_requested_at = now() WHERE id = ?", status.issuing);
        OffsetDateTime seen = status.issuer
                .read(handle -> CrlDao.requestedAt(handle, status.issuing))
                .orElseThrow();
        status.issuer.useTransaction(handle -> CertificateStatusDao.requestCrl(handle, status.issuing));
        status.issuer.useTransaction(handle -> CrlDao.clearRequest(handle, status.issuing, seen));
        assertThat(status.isCrlRequested(status.issuing)).isTrue();
        assertThat(seen.getOffset()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void onlyOneMakesAnAuthoritysCrlsAtATime() {
        try (CrlLock held = CrlLock.tryTake(status.issuer, status.issuing).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(issue().isBusy()).isTrue();
            assertThat(fixture.crls.issue(status.root).isBusy()).isFalse();
        }
        assertThat(issue().isBusy()).isFalse();
    }

    @Test
    void aCrlIsNotPublishedOverOneThatWasPublishedMeanwhile() {
        issue();
        long id = status.one(Long.class, """
                INSERT INTO crl (authority_id, number, this_update, next_update, entries, tbs_sha256)
                VALUES (?, 1000000, now(), now() + interval '1 day', 0, sha256('x')) RETURNING id
                """, status.issuing);
        Authority authority = fixture.authorities.get(status.issuing);
        CrlIntent late = new CrlIntent(
                id, new CrlScope(authority, null), 1_000_000, Instant.now(), Instant.now(), 0, new byte[] {'x'});
        boolean published = status.issuer.inTransaction(transaction ->
                CrlDao.publish(transaction, late, new byte[] {1}, complete().number() - 1));
        assertThat(published).isFalse();
    }

    @Test
    void aCertificateInAShardThatIsNotThereStopsTheCrl() {
        Issued certificate = status.issued();
        status.changes.revoke(status.byOfficer(certificate), RevocationReason.SUPERSEDED);
        long before = issue().number();
        status.superuser().useTransaction(handle -> {
            handle.execute("ALTER TABLE certificate DISABLE TRIGGER certificate_evidence_is_kept");
            handle.execute("UPDATE certificate SET crl_shard = 7 WHERE serial = ?", (Object) certificate.serial());
            handle.execute("ALTER TABLE certificate ENABLE TRIGGER certificate_evidence_is_kept");
        });
        assertThatThrownBy(this::issue).hasMessageContaining("shard 7");
        assertThat(complete().number()).isEqualTo(before);
        status.superuser().useTransaction(handle -> {
            handle.execute("ALTER TABLE certificate DISABLE TRIGGER certificate_evidence_is_kept");
            handle.execute("UPDATE certificate SET crl_shard = 0 WHERE serial = ?", (Object) certificate.serial());
            handle.execute("ALTER TABLE certificate ENABLE TRIGGER certificate_evidence_is_kept");
        });
        assertThat(issue().refused()).isEmpty();
    }

    @Test
    void everyStepIsInTheAuditLog() {
        int before = status.events("crl", "osd-uji/0").size();
        issue();
        List<String> events = status.events("crl", "osd-uji/0");
        assertThat(events.subList(before, events.size()))
                .hasSize(2)
                .satisfiesExactly(
                        stored -> assertThat(stored).contains("crl.number-stored"),
                        published -> assertThat(published).contains("crl.published", "sha256"));
        assertThat(status.meters
                        .get("segel.crl.issued")
                        .tags("authority", "osd-uji", "outcome", "published")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void officersCannotRevokeTheCertificatesOfTheServiceAndManagementCan() {
        Issued authority = status.issuingCertificate();
        assertThatThrownBy(() -> status.changes.revoke(status.byOfficer(authority), RevocationReason.SUPERSEDED))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.problem()).isEqualTo(Problem.NOT_PERMITTED));
        CertificateView view =
                status.changes.suspend(StatusFixture.request(status.officer, Party.MANAGEMENT, authority));
        assertThat(view.state()).isEqualTo(CertificateState.HELD);
        assertThat(status.isCrlRequested(status.root)).isTrue();
        fixture.crls.issue(status.root);
        assertThat(reason(entry(fixture.store.complete(TestHierarchy.ROOT).orElseThrow(), authority)))
                .isEqualTo(6);
        // As it was, for the other tests.
        status.changes.release(StatusFixture.request(status.colleague, Party.MANAGEMENT, authority));
        fixture.crls.issue(status.root);
    }

    @Test
    void aCrlNobodyPublishedIsNotServed() {
        assertThat(fixture.store.complete("no-such-authority")).isEmpty();
        assertThat(fixture.store.shard(TestHierarchy.ISSUING, 9)).isEmpty();
    }
}
