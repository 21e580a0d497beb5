package id.segel.ca.person;

import static id.segel.ca.person.PeopleFixture.OFFICE;
import static id.segel.ca.person.PeopleFixture.assertRefused;
import static id.segel.ca.person.PeopleFixture.faults;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.refusal.Problem;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AgenciesTest {
    private static final String REASON = "Perjanjian kerja sama berakhir";

    private static PeopleFixture fixture;

    @BeforeAll
    static void open() {
        fixture = PeopleFixture.open();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void anAgencyIsRegisteredOnceUnderItsTidiedName() {
        Agency agency = fixture.agencies.create(OFFICE, "  Badan   Contoh ");

        assertThat(agency.name()).isEqualTo("Badan Contoh");
        assertThat(fixture.agencies.find(agency.id())).contains(agency);
        assertThat(faults(() -> fixture.agencies.create(OFFICE, "Badan Contoh")))
                .containsExactly("/name agency.name.taken");
        assertThat(fixture.events("agency", Long.toString(agency.id())))
                .singleElement()
                .asString()
                .contains("agency.created")
                .contains("Badan Contoh");
    }

    @Test
    void aNameThatDoesNotFitACertificateIsRefused() {
        assertThat(faults(() -> fixture.agencies.create(OFFICE, ""))).containsExactly("/name agency.name.length");
        assertThat(faults(() -> fixture.agencies.create(OFFICE, "a".repeat(65))))
                .containsExactly("/name agency.name.length");
        assertThat(faults(() -> fixture.agencies.create(OFFICE, "Badan\u200bContoh")))
                .containsExactly("/name agency.name.invisible");
    }

    @Test
    void agenciesAreListedPageByPage() {
        Agency first = fixture.agencies.create(OFFICE, "Badan Halaman Satu");
        Agency second = fixture.agencies.create(OFFICE, "Badan Halaman Dua");

        assertThat(fixture.agencies.list(first.id() - 1, 1)).containsExactly(first);
        assertThat(fixture.agencies.list(first.id(), 200)).contains(second).doesNotContain(first);
        assertThat(fixture.agencies.list(null, 200)).contains(first, second);
    }

    @Test
    void aStaleSuspensionIsRefusedAndAFreshOneAudited() {
        Agency agency = fixture.agencies.create(OFFICE, "Badan Tertangguh");

        Agency suspended = fixture.agencies.suspend(OFFICE, agency.id(), agency.version(), REASON);
        assertThat(suspended.state()).isEqualTo(AgencyState.SUSPENDED);
        assertRefused(
                Problem.STALE_VERSION, () -> fixture.agencies.release(OFFICE, agency.id(), agency.version(), REASON));
        assertThat(faults(() -> fixture.agencies.release(OFFICE, agency.id(), suspended.version(), "")))
                .containsExactly("/reason reason.length");
        assertThat(fixture.agencies
                        .release(OFFICE, agency.id(), suspended.version(), REASON)
                        .state())
                .isEqualTo(AgencyState.ACTIVE);
        assertThat(fixture.events("agency", Long.toString(agency.id()))).hasSize(3);
    }

    @Test
    void ofTwoWhoSuspendAtOnceExactlyOneDoes() throws Exception {
        Agency agency = fixture.agencies.create(OFFICE, "Badan Diperebutkan");
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Callable<Boolean> suspend = () ->
                    PeopleFixture.refusal(() -> fixture.agencies.suspend(OFFICE, agency.id(), agency.version(), REASON))
                            == null;
            int done = 0;
            for (Future<Boolean> result : two.invokeAll(List.of(suspend, suspend))) {
                done += result.get() ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        } finally {
            two.shutdownNow();
        }
        assertThat(fixture.events("agency", Long.toString(agency.id()))).hasSize(2);
    }
}
