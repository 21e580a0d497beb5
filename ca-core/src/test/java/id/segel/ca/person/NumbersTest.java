package id.segel.ca.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All numbers here are made up. */
class NumbersTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private final Faults faults = new Faults();

    private List<String> found() {
        try {
            faults.refuseIfAny();
            return List.of();
        } catch (id.segel.ca.refusal.RefusedException e) {
            return e.faults().stream().map(fault -> fault.id()).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3174010101850001, 1985-01-01",
        "3174014101850001, 1985-01-01",
        "3174012902040001, 2004-02-29",
        "31.7401.7112 85-0001, 1985-12-31",
        "3174012902600001, 1960-02-29"
    })
    void aPlausibleNikIsReadWithItsDateOfBirth(String text, LocalDate born) {
        Nik nik = Nik.read(text, TODAY, faults).orElseThrow();

        assertThat(found()).isEmpty();
        assertThat(nik.birthDates(TODAY)).contains(born);
    }

    @Test
    void theCenturyOfANikIsLeftOpenOnlyWhereBothArePossible() {
        assertThat(new Nik("3174010101200001").birthDates(TODAY))
                .containsExactly(LocalDate.of(1920, 1, 1), LocalDate.of(2020, 1, 1));
        assertThat(new Nik("3174010101850001").birthDates(TODAY)).containsExactly(LocalDate.of(1985, 1, 1));
        assertThat(new Nik("3174010101050001").birthDates(TODAY)).containsExactly(LocalDate.of(2005, 1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "317401010185000, nik.shape",
        "31740101018500011, nik.shape",
        "31740101018500AB, nik.shape",
        "٣١٧٤٠١٠١٠١٨٥٠٠٠١, nik.shape",
        "0974010101850001, nik.region",
        "3100010101850001, nik.region",
        "3174000101850001, nik.region",
        "3174013201850001, nik.birth-date",
        "3174017201850001, nik.birth-date",
        "3174010001850001, nik.birth-date",
        "3174014001850001, nik.birth-date",
        "3174010113850001, nik.birth-date",
        "3174013102850001, nik.birth-date",
        "3174012902850001, nik.birth-date",
        "3174010101850000, nik.serial"
    })
    void anImplausibleNikIsNamed(String text, String fault) {
        Nik.read(text, TODAY, faults);

        assertThat(found()).contains(fault);
    }

    @Test
    void aNikIsMaskedToItsFirstAndLastFour() {
        assertThat(new Nik("3174010101850001").masked()).isEqualTo("3174********0001");
        assertThat(new Nik("3174010101850001").toString()).doesNotContain("010185");
    }

    @ParameterizedTest
    @ValueSource(strings = {"198501012010011001", "19850101 201001 2 001", "198501012021211001"})
    void aPlausibleNipIsRead(String text) {
        assertThat(Nip.read(text, TODAY, faults).flatMap(Nip::birthDate)).contains(LocalDate.of(1985, 1, 1));
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "19850101201001100, nip.shape",
        "1985010120100110011, nip.shape",
        "19850101201001100X, nip.shape",
        "198513012010011001, nip.birth-date",
        "198502302010011001, nip.birth-date",
        "203001012050011001, nip.birth-date",
        "198501011990011001, nip.appointment",
        "198501012030011001, nip.appointment",
        "198501012010001001, nip.appointment",
        "198501012010131001, nip.appointment",
        "198501012010013001, nip.sex"
    })
    void anImplausibleNipIsNamed(String text, String fault) {
        Nip.read(text, TODAY, faults);

        assertThat(found()).contains(fault);
    }

    @Test
    void aNipIsMaskedToItsSerialForTheRestTellsBirthAndSex() {
        assertThat(new Nip("198501012010012345").masked()).isEqualTo("***************345");
    }

    @ParameterizedTest
    @CsvSource({
        "081234567890, +6281234567890",
        "0812-3456-7890, +6281234567890",
        "6281234567890, +6281234567890",
        "+62 812 3456 7890, +6281234567890",
        "(021) 555 0123, +62215550123",
        "+4915123456789, +4915123456789"
    })
    void aTelephoneNumberIsReadIntoOneForm(String text, String number) {
        assertThat(Phone.read(text, faults)).contains(new Phone(number));
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "+0812345678", "0812345678901234", "nomor", "+62812345x"})
    void whatIsNoTelephoneNumberIsNamed(String text) {
        assertThat(Phone.read(text, faults)).isEqualTo(Optional.empty());
        assertThat(found()).containsExactly("phone.shape");
    }

    @Test
    void aTelephoneNumberIsMaskedToCountryAndLastThree() {
        assertThat(new Phone("+6281234567890").masked()).isEqualTo("+62********890");
    }
}
