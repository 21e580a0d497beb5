package id.segel.ca.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.status.StatusFixture.Issued;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrlScheduleTest {
    private static final CrlSettings SETTINGS =
            new CrlSettings(Duration.ofHours(12), Duration.ofDays(7), Duration.ofSeconds(1));

    private SigningFixture shared;
    private SigningFixture fixture;
    private StatusFixture status;
    private MovableClock clock;
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
        clock = new MovableClock();
        schedule = new CrlSchedule(status.issuer, fixture.issuer(SETTINGS), SETTINGS, status.meters, clock);
    }

    @AfterEach
    void closeDatabase() {
        shared.shim.clear();
        fixture.close();
    }

    private List<String> published() {
        return schedule.tick().stream()
                .flatMap(result -> result.published().stream())
                .toList();
    }

    private double untilNextUpdate(String authority) {
        return status.meters
                .get("segel.crl.seconds.until.next.update")
                .tag("authority", authority)
                .gauge()
                .value();
    }

    /** As if the last request, or the newest CRLs, were older. */
    private void age(String column, String table, Duration by) {
        status.execute(
                "UPDATE " + table + " SET " + column + " = " + column + " - make_interval(secs => ?)", by.toSeconds());
    }

    @Test
    void atStartEveryAuthorityGetsItsCrlsAndThenThereIsNothingToDo() {
        assertThat(published()).containsExactly("induk-uji", "induk-uji/0", "osd-uji", "osd-uji/0");
        assertThat(published()).isEmpty();
        assertThat(untilNextUpdate("osd-uji")).isBetween(604_700.0, 604_801.0);
        assertThat(untilNextUpdate("induk-uji")).isBetween(604_700.0, 604_801.0);
        assertThat(schedule.pastHalfLife()).isEmpty();
    }

    @Test
    void aRequestIsAnsweredAfterTheDebounceAndOnlyWhereItWasMade() {
        published();
        Issued certificate = status.issued();
        status.changes.suspend(status.byOfficer(certificate));
        status.execute(
                "UPDATE authority SET crl_requested_at = clock_timestamp() + interval '1 minute' WHERE id = ?",
                status.issuing);
        assertThat(published()).as("within the debounce").isEmpty();
        status.execute(
                "UPDATE authority SET crl_requested_at = clock_timestamp() - interval '1 second' WHERE id = ?",
                status.issuing);
        assertThat(published()).containsExactly("osd-uji", "osd-uji/0");
        assertThat(status.isCrlRequested(status.issuing)).isFalse();
        assertThat(published()).isEmpty();
    }

    @Test
    void requestsThatNeverStopAreAnsweredAllTheSame() {
        published();
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            status.execute("UPDATE authority SET crl_requested_at = clock_timestamp() WHERE id = ?", status.issuing);
            return !published().isEmpty();
        });
        // The one request that was seen is gone; had it been moved on meanwhile, it would still stand.
        assertThat(fixture.store.complete("osd-uji").orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void oldCrlsAreRenewedAndOneThatIsMissingIsMade() {
        published();
        age("this_update", "crl", Duration.ofHours(11));
        assertThat(published()).isEmpty();
        age("this_update", "crl", Duration.ofHours(1));
        assertThat(published()).hasSize(4);
        status.execute("UPDATE authority SET crl_shards = 2 WHERE id = ?", status.issuing);
        assertThat(published()).containsExactly("osd-uji", "osd-uji/0", "osd-uji/1");
    }

    @Test
    void aCrlPastHalfItsLifeIsToldOfAndAMissingOneCountsAsNothingLeft() {
        published();
        // Renewal fails for so long that half the life is gone.
        fixture.shim.control("C_Sign error=0x30");
        age("this_update", "crl", Duration.ofDays(4));
        age("next_update", "crl", Duration.ofDays(4));
        assertThat(published()).isEmpty();
        assertThat(schedule.pastHalfLife()).containsExactly("induk-uji", "osd-uji");
        assertThat(untilNextUpdate("osd-uji")).isBetween(3 * 86_400 - 60.0, 3 * 86_400.0 + 1);
        status.execute("UPDATE authority SET crl_shards = 2 WHERE id = ?", status.issuing);
        schedule.tick();
        assertThat(untilNextUpdate("osd-uji")).isZero();
    }

    @Test
    void anAuthorityThatFailsDoesNotHoldTheOthersUpAndIsTriedAgainWithPauses() {
        status.execute("UPDATE authority SET key_label = 'somewhere-else' WHERE id = ?", status.root);
        assertThat(published()).containsExactly("osd-uji", "osd-uji/0");
        // The CA's offline key comes back, but the pause is not over.
        status.execute("UPDATE authority SET key_label = 'root' WHERE id = ?", status.root);
        assertThat(published()).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        assertThat(published()).containsExactly("induk-uji", "induk-uji/0");
    }

    @Test
    void anAuthorityThatHasExpiredOrIsPendingIsLeftAlone() {
        status.execute("UPDATE authority SET not_after = now() - interval '1 second' WHERE id = ?", status.root);
        status.execute("UPDATE authority SET state = 'PENDING' WHERE id = ?", status.issuing);
        assertThat(published()).isEmpty();
    }

    @Test
    void settingsThatLeaveNoRoomAreRefused() {
        assertThatThrownBy(() -> new CrlSettings(Duration.ofDays(4), Duration.ofDays(7), Duration.ofSeconds(1)))
                .hasMessageContaining("no room");
        assertThatThrownBy(() -> new CrlSettings(Duration.ofHours(1), Duration.ofDays(7), Duration.ofSeconds(6)))
                .hasMessageContaining("at most 5 s");
        assertThatThrownBy(() -> new PkiLocations("https://ca.example")).hasMessageContaining("plain http");
        assertThat(new PkiLocations("http://ca.example/").completeCrl("x")).isEqualTo("http://ca.example/pki/x.crl");
    }
}
