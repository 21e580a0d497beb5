package id.segel.ca.person;

import static id.segel.ca.person.PeopleFixture.OFFICE;
import static id.segel.ca.person.PeopleFixture.assertRefused;
import static id.segel.ca.person.PeopleFixture.faults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Index.atIndex;

import id.segel.ca.audit.Actor;
import id.segel.ca.refusal.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PeopleTest {
    private static final String REASON = "Mencocokkan surat permohonan";

    private static PeopleFixture fixture;

    @BeforeAll
    static void open() {
        fixture = PeopleFixture.open();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static Actor officer() {
        Account account = fixture.account(Role.OFFICER).account();
        return Actor.account(account.id(), account.personId());
    }

    @Test
    void aPersonIsRegisteredUnderAnOpaqueNumberAndShownMasked() {
        PersonDraft draft = fixture.draft();
        Person person = fixture.people.create(OFFICE, draft);

        assertThat(person.subscriberNumber()).matches("[A-Z2-7]{12}");
        assertThat(person.fullName()).isEqualTo(draft.fullName());
        assertThat(person.agencyName()).isEqualTo("Dinas Uji Coba");
        assertThat(person.maskedNik()).matches("3174\\*{8}[0-9]{4}");
        assertThat(person.maskedNip()).matches("\\*{15}[0-9]{3}");
        assertThat(person.maskedPhone()).matches("\\+62\\*+[0-9]{3}");
        assertThat(person.state()).isEqualTo(PersonState.ACTIVE);
        assertThat(fixture.people.find(person.id())).contains(person);
        assertThat(fixture.people.findBySubscriberNumber(person.subscriberNumber()))
                .contains(person);
    }

    @Test
    void noRowAndNoEventHoldsANumberInTheClear() {
        PersonDraft draft = fixture.draft();
        Person person = fixture.people.create(OFFICE, draft);

        String row = fixture.superuser()
                .withHandle(handle -> handle.createQuery(
                                "SELECT p::text || ' ' || encode(nik_encrypted, 'escape') FROM person p WHERE id = :id")
                        .bind("id", person.id())
                        .mapTo(String.class)
                        .one());
        List<String> events = fixture.events("person", person.subscriberNumber());

        assertThat(events).hasSize(1);
        for (String number : List.of(
                nik(draft), Objects.requireNonNull(draft.nip()), phone(draft).substring(1))) {
            assertThat(row).doesNotContain(number);
            assertThat(events.get(0)).doesNotContain(number);
        }
        assertThat(events.get(0)).doesNotContain(draft.fullName()).doesNotContain(draft.email());
        assertThat(draft.toString()).doesNotContain(draft.nik());
    }

    @Test
    void everyFaultOfADraftIsNamedAtOnce() {
        PersonDraft draft = new PersonDraft(
                " \u200b ",
                fixture.agency.id(),
                "x".repeat(65),
                "Analis\u202e",
                "bukan alamat",
                Language.ID,
                "3174013201850001",
                "1985",
                "12");

        assertThat(faults(() -> fixture.people.create(OFFICE, draft)))
                .containsExactly(
                        "/fullName person.full-name.invisible",
                        "/unit person.unit.length",
                        "/position person.position.invisible",
                        "/email person.email",
                        "/nik nik.birth-date",
                        "/nip nip.shape",
                        "/phone phone.shape");
    }

    @Test
    void nikAndNipMustTellTheSameDateOfBirth() {
        PersonDraft draft = fixture.draft();
        PersonDraft other = with(draft, draft.nik(), "198502012010012001");

        assertThat(faults(() -> fixture.people.create(OFFICE, other))).containsExactly("/nip nip.birth-date-differs");
    }

    @Test
    void aNikOrNipIsRegisteredOnceHoweverItIsWritten() {
        PersonDraft first = fixture.draft();
        fixture.people.create(OFFICE, first);
        String spaced = nik(first).substring(0, 6) + " " + nik(first).substring(6);
        long events = fixture.eventCount();

        assertThat(faults(() -> fixture.people.create(OFFICE, with(fixture.draft(), spaced, null))))
                .containsExactly("/nik nik.taken");
        assertThat(faults(() -> fixture.people.create(OFFICE, with(fixture.draft(), null, first.nip()))))
                .containsExactly("/nip nip.taken");
        assertThat(fixture.eventCount()).as("what was refused left no event").isEqualTo(events);
    }

    @Test
    void aPersonMayHaveNoNumbers() {
        PersonDraft draft = fixture.draft();
        Person person = fixture.people.create(
                OFFICE,
                new PersonDraft(
                        draft.fullName(), draft.agencyId(), null, " ", draft.email(), Language.EN, null, "", null));

        assertThat(person.maskedNik()).isNull();
        assertThat(person.maskedNip()).isNull();
        assertThat(person.maskedPhone()).isNull();
        assertThat(person.position()).isNull();
        assertThat(person.language()).isEqualTo(Language.EN);
    }

    @Test
    void aPersonIsFoundByNikThroughTheBlindIndex() {
        PersonDraft draft = fixture.draft();
        Person person = fixture.people.create(OFFICE, draft);

        assertThat(fixture.people.findByNik(
                        nik(draft).substring(0, 4) + " " + nik(draft).substring(4)))
                .contains(person);
        assertThat(fixture.people.findByNik("3174010101859999")).isEmpty();
        assertThat(faults(() -> fixture.people.findByNik("123"))).containsExactly("/nik nik.shape");
    }

    @Test
    void nobodyIsRegisteredAtAnUnknownOrSuspendedAgency() {
        Agency agency = fixture.agencies.create(OFFICE, "Dinas Yang Ditangguhkan");
        fixture.agencies.suspend(OFFICE, agency.id(), agency.version(), REASON);

        assertThat(faults(() -> fixture.people.create(OFFICE, at(fixture.draft(), agency.id()))))
                .containsExactly("/agencyId person.agency.suspended");
        assertThat(faults(() -> fixture.people.create(OFFICE, at(fixture.draft(), Long.MAX_VALUE))))
                .containsExactly("/agencyId person.agency.unknown");
    }

    @Test
    void revealingShowsWhatWasAskedForAndWritesWhoAndWhy() {
        PersonDraft draft = fixture.draft();
        Person person = fixture.people.create(OFFICE, draft);
        Actor officer = officer();

        PersonalData shown =
                fixture.people.reveal(officer, person.id(), EnumSet.of(PersonalField.NIK, PersonalField.PHONE), REASON);

        assertThat(shown.nik()).isEqualTo(draft.nik());
        assertThat(shown.nip()).isNull();
        assertThat(shown.phone()).isEqualTo("+62" + phone(draft).substring(1));
        assertThat(shown.toString()).doesNotContain(draft.nik());
        assertThat(fixture.events("person", person.subscriberNumber()).get(1))
                .contains("\"action\":\"personal-data.shown\"")
                .contains("\"account\":" + officer.accountId())
                .contains("\"fields\":\"nik,phone\"")
                .contains("\"reason\":\"" + REASON + "\"")
                .doesNotContain(draft.nik());
    }

    @Test
    void nothingIsRevealedWithoutAReasonThatNamesNobodyByNumber() {
        Person person = fixture.person();
        Actor officer = officer();
        Set<PersonalField> nik = EnumSet.of(PersonalField.NIK);

        assertThat(faults(() -> fixture.people.reveal(officer, person.id(), nik, "  cek  ")))
                .containsExactly("/reason reason.length");
        assertThat(faults(() -> fixture.people.reveal(officer, person.id(), nik, "untuk NIK 3174 0101 0185 0001")))
                .containsExactly("/reason reason.personal-number");
        assertThatThrownBy(() -> fixture.people.reveal(OFFICE, person.id(), nik, REASON))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("needs an account");
        assertRefused(Problem.NOT_FOUND, () -> fixture.people.reveal(officer, Long.MAX_VALUE, nik, REASON));
        assertThat(fixture.events("person", person.subscriberNumber())).hasSize(1);
    }

    @Test
    void suspendingAndReleasingAreComparedWithTheVersionSeenAndAudited() {
        Person person = fixture.person();

        Person suspended = fixture.people.suspend(OFFICE, person.id(), person.version(), REASON);
        assertThat(suspended.state()).isEqualTo(PersonState.SUSPENDED);
        assertThat(suspended.version()).isEqualTo(person.version() + 1);
        assertRefused(
                Problem.STALE_VERSION, () -> fixture.people.release(OFFICE, person.id(), person.version(), REASON));
        assertRefused(
                Problem.WRONG_STATE, () -> fixture.people.suspend(OFFICE, person.id(), suspended.version(), REASON));
        assertRefused(Problem.NOT_FOUND, () -> fixture.people.suspend(OFFICE, Long.MAX_VALUE, 1, REASON));

        Person released = fixture.people.release(OFFICE, person.id(), suspended.version(), REASON);
        assertThat(released.state()).isEqualTo(PersonState.ACTIVE);
        assertThat(fixture.events("person", person.subscriberNumber()))
                .hasSize(3)
                .satisfies(event -> assertThat(event).contains("person.created"), atIndex(0))
                .satisfies(
                        event -> assertThat(event).contains("person.suspended").contains(REASON), atIndex(1))
                .satisfies(event -> assertThat(event).contains("person.released"), atIndex(2));
    }

    private static String nik(PersonDraft draft) {
        return Objects.requireNonNull(draft.nik());
    }

    private static String phone(PersonDraft draft) {
        return Objects.requireNonNull(draft.phone());
    }

    private static PersonDraft with(PersonDraft draft, @Nullable String nik, @Nullable String nip) {
        return new PersonDraft(
                draft.fullName(),
                draft.agencyId(),
                draft.unit(),
                draft.position(),
                draft.email(),
                draft.language(),
                nik,
                nip,
                draft.phone());
    }

    private static PersonDraft at(PersonDraft draft, long agencyId) {
        return new PersonDraft(
                draft.fullName(),
                agencyId,
                draft.unit(),
                draft.position(),
                draft.email(),
                draft.language(),
                draft.nik(),
                draft.nip(),
                draft.phone());
    }
}
