package id.segel.csr.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Siti Rahmawati|SITI  RAHMAWATI",
                "Siti Rahmawati, S.Kom.|Siti Rahmawati",
                "Dr. Siti Rahmawati, S.Kom., M.T.|siti rahmawati",
                "Prof. Dr. Ir. Siti Rahmawati M.Sc. Ph.D.|Siti Rahmawati",
                "Drs. Ahmad, M.M|Ahmad",
                "Ma'ruf|Ma\u2019ruf",
                "Jose\u0301|Jos\u00e9",
                "M. Ali Akbar|M Ali Akbar",
                "Siti Rahmawati, S. Kom.|Siti Rahmawati",
                "dr. Budi, Sp.PD|Budi, Sp.PD",
                "dr. Budi, Sp.PD|Budi",
                "Dr. Ir. H. Siti Rahmawati, S.Kom., M.T., Ph.D|SITI RAHMAWATI",
                "Dr.Ir.H.Siti Rahmawati,S.Kom.,M.T|Siti Rahmawati",
                "Hj. Siti Rahmawati, S.Sos., M.Si.|Siti Rahmawati",
                "K.H. Ahmad Dahlan|Ahmad Dahlan",
                "KH. Ahmad Dahlan|ahmad dahlan",
                "Dr. Suharto|Suharto",
                "Siti Aminah bt. Abdullah|Siti Aminah binti Abdullah",
                "Siti Aminah BTE Abdullah|Siti Aminah Binti Abdullah",
                "Muhammad Yusuf bin Ahmad|MUHAMMAD YUSUF BIN AHMAD",
                "H.M. Yusuf|M. Yusuf",
                "Ng. Agus Sya`roni|Ng Agus Sya\u02bcroni",
                "I Gusti Ngurah Rai, S.H., M.Kn.|I GUSTI NGURAH RAI",
            })
    void theseAreTheSamePerson(String one, String other) {
        assertThat(PersonName.same(one, other)).isTrue();
        assertThat(PersonName.same(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Siti Rahmawati|Siti Rahmawat\u0456",
                "Siti Rahmawati|Siti",
                "Budi S.|Budi",
                "Ahmad M.Noor|Ahmad",
                "Dr.|Prof.",
                "Si Ma|Si",
                "Siti, Rahmawati|Siti",
                "Siti Rahmawati|Rahmawati Siti",
                "Siti Rahmawati|S\u0131ti Rahmawati",
                "Siti Aminah binti Abdullah|Siti Aminah",
                "Muhammad Yusuf bin Ahmad|Muhammad Yusuf binti Ahmad",
                "H.|Hj.",
                "Hasan H|Hasan",
                "Suharto|Soeharto",
            })
    void theseAreNot(String one, String other) {
        assertThat(PersonName.same(one, other)).isFalse();
        assertThat(PersonName.same(other, one)).isFalse();
    }
}
