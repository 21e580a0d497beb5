package id.segel.ca.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.audit.Actor;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.status.StatusFixture.Issued;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The root's CRL from a ceremony, what it does to a subordinate, and how the schedule treats it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RootCrlTest {
    private static final CrlSettings SETTINGS = CrlSettings.standard();

    private SigningFixture shared;
    private SigningFixture fixture;
    private StatusFixture status;
    private StatusChanges changes;
    private CrlSchedule schedule;

    @BeforeAll
    void openToken(@TempDir Path directory) {
        shared = new SigningFixture(directory);
    }

    @AfterAll
    void closeToken() {
        shared.close();
    }

    @BeforeEach
    void openDatabase() {
        fixture = new SigningFixture(shared);
        status = fixture.status;
        changes = new StatusChanges(
                status.issuer, status.audit, (handle, change, person, application, issuer, serial) -> {});
        schedule = new CrlSchedule(
                status.issuer, fixture.issuer(SETTINGS), SETTINGS, status.meters, java.time.Clock.systemUTC());
    }

    @AfterEach
    void closeDatabase() {
        fixture.close();
    }

    private static StatusRequest byCeremony(Issued certificate) {
        return new StatusRequest(
                Actor.system("ceremony"), Party.MANAGEMENT, certificate.issuerId(), certificate.serial(), null);
    }

    private PublishedCrl root() {
        return fixture.store.complete(TestHierarchy.ROOT).orElseThrow();
    }

    private List<String> published() {
        return schedule.tick().stream()
                .flatMap(result -> result.published().stream())
                .toList();
    }

    private String state(int authority) {
        return status.one(String.class, "SELECT state FROM authority WHERE id = ?", authority);
    }

    @Test
    void aCeremonyMakesTheRootsCrlForMonthsAndOpensslReadsIt() {
        CrlResult result = fixture.crls.issueAtCeremony(status.root, new CrlTerm(null, 12));
        assertThat(result.published()).containsExactly("induk-uji", "induk-uji/0");
        PublishedCrl crl = root();
        assertThat(crl.nextUpdate())
                .isEqualTo(
                        crl.thisUpdate().atOffset(ZoneOffset.UTC).plusMonths(12).toInstant());
        OpenSsl openssl = fixture.openssl;
        String anchor = openssl.pem("root.pem", "CERTIFICATE", fixture.hierarchy.root.certificate());
        String file = openssl.file("root.crl", crl.der());
        String text = openssl.run("crl", "-inform", "DER", "-in", file, "-noout", "-text", "-CAfile", anchor)
                .output();
        assertThat(text).contains("verify OK", "No Revoked Certificates", "X509v3 CRL Number");
        assertThat(status.list("SELECT DISTINCT origin FROM crl WHERE state = 'PUBLISHED'"))
                .containsExactly("CEREMONY");
    }

    @Test
    void aTermOfMoreThanTwelveMonthsOrInThePastIsRefusedAndNothingIsSigned() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        assertThatThrownBy(() -> new CrlTerm(null, 13)).hasMessageContaining("1 to 12");
        assertThatThrownBy(() -> new CrlTerm(null, null)).hasMessageContaining("either nextUpdate or months");
        assertThatThrownBy(() -> new CrlTerm(now, 3)).hasMessageContaining("either nextUpdate or months");
        CrlTerm tooLong = new CrlTerm(now.plus(366, ChronoUnit.DAYS).plusSeconds(60), null);
        assertThatThrownBy(() -> fixture.crls.issueAtCeremony(status.root, tooLong))
                .hasMessageContaining("more than 12 months")
                .hasMessageContaining("the latest is");
        assertThatThrownBy(() -> fixture.crls.issueAtCeremony(status.root, new CrlTerm(now.minusSeconds(5), null)))
                .hasMessageContaining("not after thisUpdate");
        assertThat(fixture.store.complete(TestHierarchy.ROOT)).isEmpty();
    }

    @Test
    void revokingASubordinateEndsItItsIntentsBecomeOrphansAndOpensslSeesIt() {
        Issued subordinate = status.issuingCertificate();
        Issued intent = status.intended(StatusFixture.key());
        Issued issued = status.issued();
        Instant since = Instant.now().minus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        CertificateView view = changes.revoke(byCeremony(subordinate), RevocationReason.CA_COMPROMISE, since);
        assertThat(view.state()).isEqualTo(CertificateState.REVOKED);
        assertThat(view.revokedAt()).isEqualTo(since);
        assertThat(state(status.issuing)).isEqualTo("COMPROMISED");
        assertThat(status.state(intent)).isEqualTo("ORPHANED");
        assertThat(status.state(issued)).isEqualTo("ISSUED");
        assertThat(status.events("authority", "osd-uji"))
                .singleElement()
                .asString()
                .contains("authority.ended", "COMPROMISED", "cACompromise");
        assertThat(status.isCrlRequested(status.root)).isTrue();

        fixture.crls.issueAtCeremony(status.root, new CrlTerm(null, 6));
        assertThat(status.isCrlRequested(status.root)).isFalse();
        OpenSsl openssl = fixture.openssl;
        String text = openssl.run(
                        "crl", "-inform", "DER", "-in", openssl.file("root.crl", root().der()), "-noout", "-text")
                .output();
        assertThat(text).contains("CA Compromise").containsIgnoringCase(subordinate.hex());
        OpenSsl.Verdict verdict = openssl.run(
                "verify",
                "-crl_check",
                "-CAfile",
                openssl.pem("root.pem", "CERTIFICATE", fixture.hierarchy.root.certificate()),
                "-CRLfile",
                openssl.pem("root.crl.pem", "X509 CRL", root().der()),
                openssl.pem("sub.pem", "CERTIFICATE", subordinate.der()));
        assertThat(verdict.exit()).isNotZero();
        assertThat(verdict.output()).contains("certificate revoked");
    }

    @Test
    void anAuthorityThatEndedStaysEnded() {
        Issued subordinate = status.issuingCertificate();
        changes.revoke(byCeremony(subordinate), RevocationReason.CESSATION_OF_OPERATION);
        assertThat(state(status.issuing)).isEqualTo("RETIRED");
        assertThatThrownBy(() -> status.issuer.useTransaction(
                        t -> t.execute("UPDATE authority SET state = 'ACTIVE' WHERE id = ?", status.issuing)))
                .hasMessageContaining("never becomes ACTIVE again");
        changes.revoke(byCeremony(subordinate), RevocationReason.KEY_COMPROMISE);
        assertThat(state(status.issuing)).isEqualTo("COMPROMISED");
        assertThat(status.one(Long.class, "SELECT count(*) FROM public_key WHERE blocked_at IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void theWebRoleMayEndAnAuthorityToo() {
        status.changes.revoke(byCeremony(status.issuingCertificate()), RevocationReason.KEY_COMPROMISE);
        assertThat(state(status.issuing)).isEqualTo("COMPROMISED");
    }

    @Test
    void theTimeOfARevocationIsTheManagementsAndLiesInTheCertificatesPast() {
        Issued subordinate = status.issuingCertificate();
        Instant later = Instant.now().plusSeconds(60);
        assertThatThrownBy(() -> changes.revoke(byCeremony(subordinate), RevocationReason.SUPERSEDED, later))
                .isInstanceOf(RefusedException.class);
        Instant before = Instant.EPOCH;
        assertThatThrownBy(() -> changes.revoke(byCeremony(subordinate), RevocationReason.SUPERSEDED, before))
                .isInstanceOf(RefusedException.class);
        Issued leaf = status.issued();
        Instant hourAgo = Instant.now().minusSeconds(3600);
        assertThatThrownBy(() -> changes.revoke(status.byOfficer(leaf), RevocationReason.SUPERSEDED, hourAgo))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void theScheduleDoesNotPutAShorterCrlInItsPlaceUnlessAStatusChanged() {
        published();
        fixture.crls.issueAtCeremony(status.root, new CrlTerm(null, 6));
        Instant promised = root().nextUpdate();
        age(Duration.ofDays(1));
        assertThat(published()).containsExactly("osd-uji", "osd-uji/0");
        assertThat(root().nextUpdate()).isEqualTo(promised.minus(Duration.ofDays(1)));

        changes.suspend(byCeremony(status.issuingCertificate()));
        status.execute("UPDATE authority SET crl_requested_at = crl_requested_at - interval '1 minute'");
        assertThat(published()).containsExactly("induk-uji", "induk-uji/0");
        assertThat(root().nextUpdate()).isBefore(Instant.now().plus(8, ChronoUnit.DAYS));
    }

    @Test
    void theScheduleTakesOverOnceItsOwnCrlHoldsLonger() {
        published();
        fixture.crls.issueAtCeremony(status.root, new CrlTerm(Instant.now().plus(10, ChronoUnit.DAYS), null));
        age(Duration.ofDays(2));
        assertThat(published()).containsExactly("osd-uji", "osd-uji/0");
        age(Duration.ofDays(2));
        assertThat(published()).contains("induk-uji", "induk-uji/0");
    }

    @Test
    void anOfflineRootIsLeftToACeremonyAndItsCrlIsWatched() {
        status.execute("UPDATE authority SET key_token = 'ROOT' WHERE id = ?", status.root);
        assertThat(published()).containsExactly("osd-uji", "osd-uji/0");
        assertThat(schedule.pastHalfLife()).containsExactly("induk-uji");
        assertThat(schedule.complaints())
                .containsExactly("the CRL of induk-uji is missing: hold the root CRL ceremony, or take in one made"
                        + " elsewhere with `segel custody import-crl`");

        fixture.crls.issueAtCeremony(status.root, new CrlTerm(null, 12));
        schedule.tick();
        assertThat(schedule.complaints()).isEmpty();
        assertThat(status.meters
                        .get("segel.crl.seconds.until.next.update")
                        .tag("authority", "induk-uji")
                        .gauge()
                        .value())
                .isGreaterThan(364 * 86_400.0);

        age(Duration.ofDays(190));
        schedule.tick();
        assertThat(schedule.complaints())
                .singleElement()
                .asString()
                .contains("induk-uji is past half of its life", "hold the root CRL ceremony");
    }

    @Test
    void aChangeOfStatusThatAnOfflineRootHasNotShownForADayIsComplainedOf() {
        fixture.crls.issueAtCeremony(status.root, new CrlTerm(null, 12));
        published();
        status.execute("UPDATE authority SET key_token = 'ROOT' WHERE id = ?", status.root);
        changes.suspend(byCeremony(status.issuingCertificate()));
        schedule.tick();
        assertThat(schedule.complaints()).isEmpty();
        status.execute("UPDATE authority SET crl_requested_at = crl_requested_at - interval '25 hours'");
        schedule.tick();
        assertThat(schedule.complaints())
                .singleElement()
                .asString()
                .contains("lacks a change of status", "hold the root CRL ceremony");
        assertThat(status.meters
                        .get("segel.crl.request.age.seconds")
                        .tag("authority", "induk-uji")
                        .gauge()
                        .value())
                .isGreaterThan(86_400.0);
    }

    /** As if everything published were older. */
    private void age(Duration by) {
        status.execute(
                "UPDATE crl SET this_update = this_update - make_interval(secs => ?), next_update = next_update - make_interval(secs => ?)",
                by.toSeconds(),
                by.toSeconds());
    }
}
