package id.segel.ca.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import id.segel.ca.audit.Actor;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.status.StatusFixture.Issued;
import id.segel.ca.status.StatusFixture.Person;
import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusChangesTest {
    private StatusFixture fixture;
    private StatusChanges changes;

    @BeforeAll
    void open() {
        fixture = StatusFixture.withoutToken();
        changes = fixture.changes;
    }

    @BeforeEach
    void forget() {
        fixture.notices.clear();
        fixture.execute("UPDATE authority SET crl_requested_at = NULL");
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    private static void assertRefused(Problem problem, ThrowingCallable work) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, work);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.problem()).isEqualTo(problem);
    }

    @Test
    void aSuspensionIsStateRowEventNoticeAndRequestInOne() {
        Issued certificate = fixture.issued();
        CertificateView view = changes.suspend(new StatusRequest(
                fixture.officer.actor(), Party.OFFICER, null, certificate.serial(), "laporan telepon 0812"));
        assertThat(view.state()).isEqualTo(CertificateState.HELD);
        assertThat(view.reason()).isEqualTo(RevocationReason.CERTIFICATE_HOLD);
        assertThat(view.revokedAt()).isNotNull();
        assertThat(fixture.history(certificate)).containsExactly("SUSPEND 6");
        assertThat(fixture.events("certificate", certificate.hex()))
                .singleElement()
                .asString()
                .contains("\"action\":\"certificate.suspended\"")
                .doesNotContain("telepon");
        assertThat(fixture.notices).containsExactly("SUSPEND " + holder(certificate) + " " + certificate.hex());
        assertThat(fixture.isCrlRequested(fixture.issuing)).isTrue();
        assertThat(fixture.isCrlRequested(fixture.root)).isFalse();
    }

    @Test
    void askingAgainChangesNothingAndAnswersTheSame() {
        Issued certificate = fixture.issued();
        CertificateView first = changes.suspend(fixture.byOfficer(certificate));
        assertThat(changes.suspend(fixture.byColleague(certificate))).isEqualTo(first);
        assertThat(fixture.history(certificate)).containsExactly("SUSPEND 6");
        CertificateView revoked = changes.revoke(fixture.byOfficer(certificate), RevocationReason.SUPERSEDED);
        fixture.execute("UPDATE authority SET crl_requested_at = NULL");
        assertThat(changes.revoke(fixture.byOfficer(certificate), RevocationReason.AFFILIATION_CHANGED))
                .isEqualTo(revoked);
        assertThat(fixture.history(certificate)).containsExactly("SUSPEND 6", "REVOKE 4");
        assertThat(fixture.isCrlRequested(fixture.issuing)).isFalse();
    }

    @Test
    void whoSuspendedCannotReleaseAndAnotherOfficerCan() {
        Issued certificate = fixture.issued();
        changes.suspend(fixture.byOfficer(certificate));
        assertRefused(Problem.DECISION_NOT_YOURS, () -> changes.release(fixture.byOfficer(certificate)));
        assertThat(fixture.state(certificate)).isEqualTo("HELD");
        assertThat(fixture.events("certificate", certificate.hex()).get(1))
                .contains("attempt.refused")
                .contains("decision-not-yours");
        CertificateView view = changes.release(fixture.byColleague(certificate));
        assertThat(view.state()).isEqualTo(CertificateState.ISSUED);
        assertThat(view.revokedAt()).isNull();
        assertThat(fixture.history(certificate)).containsExactly("SUSPEND 6", "RELEASE 8");
        assertThat(changes.release(fixture.byColleague(certificate)).state()).isEqualTo(CertificateState.ISSUED);
        assertThat(fixture.history(certificate)).hasSize(2);
    }

    @Test
    void theHolderSuspendsAtOnceButReleasesNeitherAsHolderNorAsOfficer() {
        Issued certificate = fixture.issued();
        Person holder = Objects.requireNonNull(certificate.holder());
        changes.suspend(StatusFixture.request(holder, Party.SUBSCRIBER, certificate));
        assertThat(fixture.state(certificate)).isEqualTo("HELD");
        assertRefused(
                Problem.NOT_PERMITTED,
                () -> changes.release(StatusFixture.request(holder, Party.SUBSCRIBER, certificate)));
        assertRefused(
                Problem.DECISION_NOT_YOURS,
                () -> changes.release(StatusFixture.request(holder, Party.OFFICER, certificate)));
        Issued other = fixture.issued();
        Person otherHolder = Objects.requireNonNull(other.holder());
        changes.suspend(fixture.byOfficer(other));
        assertRefused(
                Problem.DECISION_NOT_YOURS,
                () -> changes.release(StatusFixture.request(otherHolder, Party.OFFICER, other)));
    }

    @Test
    void aHolderCannotTouchTheCertificatesOfOthers() {
        Issued certificate = fixture.issued();
        Person stranger = Objects.requireNonNull(fixture.issued().holder());
        assertRefused(
                Problem.NOT_FOUND,
                () -> changes.suspend(StatusFixture.request(stranger, Party.SUBSCRIBER, certificate)));
        assertThat(fixture.state(certificate)).isEqualTo("ISSUED");
    }

    @Test
    void whatIsRevokedStaysRevoked() {
        Issued certificate = fixture.issued();
        changes.revoke(fixture.byOfficer(certificate), RevocationReason.CESSATION_OF_OPERATION);
        assertRefused(Problem.WRONG_STATE, () -> changes.suspend(fixture.byOfficer(certificate)));
        assertRefused(Problem.WRONG_STATE, () -> changes.release(fixture.byColleague(certificate)));
        assertThat(fixture.history(certificate)).containsExactly("REVOKE 5");
        assertThatThrownBy(() -> fixture.execute(
                        "UPDATE certificate SET state = 'ISSUED', revoked_at = NULL, revocation_reason = NULL WHERE serial = ?",
                        (Object) certificate.serial()))
                .hasMessageContaining("does not go from REVOKED to ISSUED");
    }

    @Test
    void aHoldThatBecomesARevocationKeepsItsTime() {
        Issued certificate = fixture.issued();
        CertificateView held = changes.suspend(fixture.byOfficer(certificate));
        CertificateView revoked = changes.revoke(fixture.byOfficer(certificate), RevocationReason.SUPERSEDED);
        assertThat(revoked.revokedAt()).isEqualTo(held.revokedAt());
    }

    @Test
    void aCompromisedKeyTakesEveryCertificateWithItAndIsBlocked() {
        PublicKey key = StatusFixture.key();
        Issued reported = fixture.issued(key);
        Issued second = fixture.issued(key);
        Issued held = fixture.issued(key);
        Issued intended = fixture.intended(key);
        Issued revokedBefore = fixture.issued(key);
        Issued otherKey = fixture.issued();
        changes.suspend(fixture.byOfficer(held));
        changes.revoke(fixture.byOfficer(revokedBefore), RevocationReason.SUPERSEDED);
        fixture.notices.clear();

        CertificateView view = changes.revoke(fixture.byOfficer(reported), RevocationReason.KEY_COMPROMISE);

        assertThat(view.state()).isEqualTo(CertificateState.REVOKED);
        assertThat(fixture.history(reported)).containsExactly("REVOKE 1");
        assertThat(fixture.history(second)).containsExactly("REVOKE 1");
        assertThat(fixture.history(held)).containsExactly("SUSPEND 6", "REVOKE 1");
        assertThat(fixture.state(intended)).isEqualTo("ORPHANED");
        assertThat(fixture.history(intended)).containsExactly("ORPHAN 1");
        assertThat(fixture.history(revokedBefore)).containsExactly("REVOKE 4", "REVOKE 1");
        assertThat(fixture.state(otherKey)).isEqualTo("ISSUED");
        assertThat(fixture.one(
                        String.class,
                        "SELECT blocked_reason FROM public_key WHERE spki_sha256 = sha256(?) AND blocked_at IS NOT NULL",
                        (Object) key.getEncoded()))
                .isEqualTo("keyCompromise");
        assertThat(fixture.notices).hasSize(4).noneMatch(notice -> notice.contains(intended.hex()));
        assertThat(fixture.one(Long.class, "SELECT count(*) FROM audit_event WHERE action = 'key.blocked'"))
                .isPositive();
    }

    @Test
    void aCompromiseReportedForARevokedCertificateStillBlocksTheKeyAndTakesTheOthers() {
        PublicKey key = StatusFixture.key();
        Issued revoked = fixture.issued(key);
        Issued other = fixture.issued(key);
        changes.revoke(fixture.byOfficer(revoked), RevocationReason.SUPERSEDED);
        changes.revoke(fixture.byColleague(revoked), RevocationReason.KEY_COMPROMISE);
        assertThat(fixture.state(other)).isEqualTo("REVOKED");
        int events = fixture.events("certificate", other.hex()).size();
        changes.revoke(fixture.byColleague(revoked), RevocationReason.KEY_COMPROMISE);
        assertThat(fixture.events("certificate", other.hex())).hasSize(events);
    }

    @Test
    void withdrawingAPrivilegeTakesTwoOfficers() {
        Issued certificate = fixture.issued();
        assertRefused(
                Problem.WRONG_STATE,
                () -> changes.revoke(fixture.byOfficer(certificate), RevocationReason.PRIVILEGE_WITHDRAWN));
        changes.suspend(fixture.byOfficer(certificate));
        assertRefused(
                Problem.DECISION_NOT_YOURS,
                () -> changes.revoke(fixture.byOfficer(certificate), RevocationReason.PRIVILEGE_WITHDRAWN));
        CertificateView view = changes.revoke(fixture.byColleague(certificate), RevocationReason.PRIVILEGE_WITHDRAWN);
        assertThat(view.reason()).isEqualTo(RevocationReason.PRIVILEGE_WITHDRAWN);
        Issued own = fixture.issued();
        changes.suspend(StatusFixture.request(Objects.requireNonNull(own.holder()), Party.SUBSCRIBER, own));
        assertRefused(
                Problem.WRONG_STATE,
                () -> changes.revoke(fixture.byOfficer(own), RevocationReason.PRIVILEGE_WITHDRAWN));
    }

    @Test
    void reasonsNobodyAsksForAndReasonsOfOthersAreRefused() {
        Issued certificate = fixture.issued();
        for (RevocationReason reason : List.of(
                RevocationReason.CERTIFICATE_HOLD, RevocationReason.REMOVE_FROM_CRL, RevocationReason.AA_COMPROMISE)) {
            assertRefused(Problem.INVALID, () -> changes.revoke(fixture.byOfficer(certificate), reason));
        }
        assertRefused(
                Problem.NOT_PERMITTED,
                () -> changes.revoke(fixture.byOfficer(certificate), RevocationReason.CA_COMPROMISE));
        StatusRequest byHolder =
                StatusFixture.request(Objects.requireNonNull(certificate.holder()), Party.SUBSCRIBER, certificate);
        assertRefused(Problem.NOT_PERMITTED, () -> changes.revoke(byHolder, RevocationReason.CESSATION_OF_OPERATION));
        assertThat(fixture.state(certificate)).isEqualTo("ISSUED");
        assertThat(changes.revoke(byHolder, RevocationReason.AFFILIATION_CHANGED)
                        .state())
                .isEqualTo(CertificateState.REVOKED);
    }

    @Test
    void anUnknownSerialIsNotFoundAndAnIntentCannotBeSuspended() {
        StatusRequest unknown = new StatusRequest(
                fixture.officer.actor(),
                Party.OFFICER,
                null,
                TestHierarchy.serial().toByteArray(),
                null);
        assertRefused(Problem.NOT_FOUND, () -> changes.suspend(unknown));
        Issued intended = fixture.intended(StatusFixture.key());
        assertRefused(Problem.WRONG_STATE, () -> changes.suspend(fixture.byOfficer(intended)));
        StatusRequest wrongIssuer = new StatusRequest(
                fixture.officer.actor(),
                Party.OFFICER,
                fixture.root,
                fixture.issued().serial(),
                null);
        assertRefused(Problem.NOT_FOUND, () -> changes.suspend(wrongIssuer));
    }

    @Test
    void aNoteThatIsTooLongIsRefused() {
        Issued certificate = fixture.issued();
        assertRefused(
                Problem.INVALID,
                () -> changes.suspend(new StatusRequest(
                        fixture.officer.actor(), Party.OFFICER, null, certificate.serial(), "a".repeat(2001))));
        changes.suspend(new StatusRequest(
                fixture.officer.actor(), Party.OFFICER, null, certificate.serial(), "a".repeat(2000)));
        assertThat(fixture.state(certificate)).isEqualTo("HELD");
    }

    @Test
    void aCertificateIsFoundByItsSerialInAnyForm() {
        Issued certificate = fixture.issued();
        CertificateView view =
                changes.find("00" + certificate.hex().toUpperCase(Locale.ROOT)).orElseThrow();
        assertThat(view.serial()).isEqualTo(certificate.hex());
        assertThat(view.issuer()).isEqualTo("osd-uji");
        assertThat(view.subject()).contains("CN=Orang Uji");
        assertThat(view.sha256()).hasSize(64);
        assertThat(changes.find("abcd")).isEmpty();
        assertThat(changes.find("no number")).isEmpty();
    }

    @Test
    void whereTheNoticeCannotBeQueuedNothingHappened() {
        Issued certificate = fixture.issued();
        StatusChanges failing =
                new StatusChanges(fixture.web, fixture.audit, (handle, change, person, application, issuer, serial) -> {
                    throw new IllegalStateException("the outbox is full");
                });
        assertThatThrownBy(() -> failing.revoke(fixture.byOfficer(certificate), RevocationReason.KEY_COMPROMISE))
                .hasMessageContaining("outbox");
        assertThat(fixture.state(certificate)).isEqualTo("ISSUED");
        assertThat(fixture.history(certificate)).isEmpty();
        assertThat(fixture.events("certificate", certificate.hex())).isEmpty();
        assertThat(fixture.isCrlRequested(fixture.issuing)).isFalse();
        assertThat(fixture.one(Long.class, """
                        SELECT count(*) FROM public_key k JOIN certificate c USING (spki_sha256)
                         WHERE c.serial = ? AND k.blocked_at IS NOT NULL
                        """, (Object) certificate.serial())).isZero();
    }

    @Test
    void manyAtOnceLeaveOneChange() throws Exception {
        PublicKey key = StatusFixture.key();
        Issued first = fixture.issued(key);
        Issued second = fixture.issued(key);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<CertificateView>> results = threads.invokeAll(IntStream.range(0, 8)
                    .<Callable<CertificateView>>mapToObj(i -> () -> changes.revoke(
                            fixture.byOfficer(i % 2 == 0 ? first : second), RevocationReason.KEY_COMPROMISE))
                    .toList());
            for (Future<CertificateView> result : results) {
                assertThat(result.get().state()).isEqualTo(CertificateState.REVOKED);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(fixture.history(first)).containsExactly("REVOKE 1");
        assertThat(fixture.history(second)).containsExactly("REVOKE 1");
    }

    @Test
    void theIssuerOrphansAnIntentOnceAndNothingElse() {
        Issued intended = fixture.intended(StatusFixture.key());
        Actor reconciler = Actor.system("reconciler");
        assertThat(fixture.issuer.<Boolean>inTransaction(transaction ->
                        changes.orphan(transaction, reconciler, fixture.issuing, intended.serial(), "lease past")))
                .isTrue();
        assertThat(fixture.state(intended)).isEqualTo("ORPHANED");
        assertThat(fixture.history(intended)).containsExactly("ORPHAN 0");
        assertThat(fixture.isCrlRequested(fixture.issuing)).isTrue();
        assertThat(fixture.events("certificate", intended.hex()))
                .singleElement()
                .asString()
                .contains("certificate.intent-orphaned");
        assertThat(fixture.issuer.<Boolean>inTransaction(transaction ->
                        changes.orphan(transaction, reconciler, fixture.issuing, intended.serial(), null)))
                .isFalse();
        Issued issued = fixture.issued();
        assertThat(fixture.issuer.<Boolean>inTransaction(
                        transaction -> changes.orphan(transaction, reconciler, fixture.issuing, issued.serial(), null)))
                .isFalse();
        assertThat(fixture.state(issued)).isEqualTo("ISSUED");
    }

    private static long holder(Issued certificate) {
        return Objects.requireNonNull(certificate.holder()).personId();
    }
}
