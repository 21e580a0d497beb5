package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.returning;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.application.ApplicationHousekeeping.Swept;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    private RegistrationFixture fixture;
    private RegistrationFixture.Someone officer;

    @BeforeEach
    void open() {
        fixture = RegistrationFixture.open();
        officer = fixture.officer();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aDraftLapsesAfterThirtyDaysAndItsApplicantIsToldThreeDaysBefore() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        fixture.clock.advance(Duration.ofDays(27).minusSeconds(1));
        assertThat(fixture.housekeeping.sweep()).isEqualTo(new Swept(0, 0, 0));
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(fixture.housekeeping.sweep()).isEqualTo(new Swept(0, 1, 0));
        assertThat(fixture.housekeeping.sweep()).as("told once").isEqualTo(new Swept(0, 0, 0));
        fixture.clock.advance(Duration.ofDays(3));
        assertThat(fixture.housekeeping.sweep()).isEqualTo(new Swept(1, 0, 0));
        assertThat(fixture.state(number)).isEqualTo(ApplicationState.EXPIRED);
        assertThat(fixture.notices(number)).containsExactly("EXPIRES_SOON", "EXPIRED");
        assertThat(fixture.actions(number)).endsWith("application.expired");
        assertThat(fixture.started(applicant).state()).isEqualTo(ApplicationState.DRAFT);
    }

    @Test
    void aReturnedFileLapsesAfterFourteenDays() {
        ReviewView review = fixture.claimed(officer, fixture.submitted(fixture.applicant()));
        String number = review.application().number();
        fixture.reviews.decide(officer.actor(), number, review.application().version(), returning("letter"));
        fixture.clock.advance(Duration.ofDays(14));
        assertThat(fixture.housekeeping.sweep().expired()).isOne();
        assertThat(fixture.state(number)).isEqualTo(ApplicationState.EXPIRED);
    }

    @Test
    void aFileThatWaitsForTheOfficeNeverLapses() {
        String number = fixture.submitted(fixture.applicant()).number();
        fixture.clock.advance(Duration.ofDays(400));
        assertThat(fixture.housekeeping.sweep()).isEqualTo(new Swept(0, 0, 0));
        assertThat(fixture.state(number)).isEqualTo(ApplicationState.SUBMITTED);
    }

    @Test
    void aClaimNobodyWorksOnGoesBackToTheQueue() {
        ReviewView review = fixture.claimed(officer, fixture.submitted(fixture.applicant()));
        String number = review.application().number();
        fixture.clock.advance(Duration.ofMinutes(29));
        fixture.reviews.view(officer.actor(), number);
        fixture.clock.advance(Duration.ofMinutes(29));
        assertThat(fixture.housekeeping.sweep().released())
                .as("it was looked at")
                .isZero();
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(fixture.housekeeping.sweep().released()).isOne();
        assertThat(fixture.state(number)).isEqualTo(ApplicationState.SUBMITTED);
        assertThat(fixture.actions(number)).endsWith("application.released");
    }
}
