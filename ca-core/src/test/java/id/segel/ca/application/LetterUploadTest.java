package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.assertRefused;
import static id.segel.ca.application.RegistrationFixture.faults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.document.LetterConfiguration;
import id.segel.ca.document.Letters;
import id.segel.ca.document.PdfBoxLetterInspector;
import id.segel.ca.document.TestPdfs;
import id.segel.ca.keyring.WrappingKeys;
import id.segel.ca.refusal.Problem;
import id.segel.ca.store.Sha256;
import id.segel.hsm.Place;
import id.segel.hsm.TokenException;
import id.segel.hsm.WrappingKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LetterUploadTest {
    private RegistrationFixture fixture;

    @BeforeAll
    void open() {
        fixture = RegistrationFixture.open();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void aLetterIsKeptEncryptedAndComesBackAsItWas() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        byte[] file = TestPdfs.letter("Surat rekomendasi");
        ApplicationView view = fixture.applications.putLetter(applicant.actor(), number, file);
        LetterSummary letter = view.letter();
        assertThat(letter).isNotNull();
        assertThat(letter.version()).isOne();
        assertThat(letter.pages()).isOne();
        assertThat(letter.sizeOctets()).isEqualTo(file.length);
        assertThat(letter.sha256()).isEqualTo(HexFormat.of().formatHex(Sha256.of(file)));
        assertThat(view.version()).isEqualTo(2);
        assertThat(fixture.applications.letter(applicant.actor(), number)).isEqualTo(file);
        byte[] stored = ciphertext(number, 1);
        assertThat(stored).hasSize(12 + file.length + 16);
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("%PDF");
        assertThat(fixture.actions(number)).containsExactly("application.started", "application.letter-uploaded");
    }

    @Test
    void aReplacementIsTheNextVersionAndTheOldOneIsKept() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        fixture.applications.putLetter(applicant.actor(), number, TestPdfs.letter("Satu"));
        byte[] second = TestPdfs.letter("Dua");
        ApplicationView view = fixture.applications.putLetter(applicant.actor(), number, second);
        assertThat(view.letter()).isNotNull();
        assertThat(view.letter().version()).isEqualTo(2);
        assertThat(fixture.applications.letter(applicant.actor(), number)).isEqualTo(second);
        assertThat(ciphertext(number, 1)).isNotEmpty();
    }

    @Test
    void theSameFileAgainChangesNothing() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        byte[] file = TestPdfs.letter("Sama");
        ApplicationView first = fixture.applications.putLetter(applicant.actor(), number, file);
        assertThat(fixture.applications.putLetter(applicant.actor(), number, file))
                .isEqualTo(first);
    }

    @Test
    void whatIsNotAPdfIsRefusedAuditedAndNotKept() {
        var applicant = fixture.applicant();
        ApplicationView before = fixture.started(applicant);
        String number = before.number();
        var refusal = assertRefused(
                Problem.LETTER_REFUSED,
                () -> fixture.applications.putLetter(
                        applicant.actor(), number, "Ini surat".getBytes(StandardCharsets.UTF_8)));
        assertThat(faults(refusal)).containsExactly("letter.not-a-pdf");
        assertThat(fixture.applications.find(applicant.actor(), number)).isEqualTo(before);
        assertThat(fixture.refusals(number)).hasSize(1).first().asString().contains("letter.not-a-pdf");
    }

    @Test
    void oneOctetMoreThanTheLimitIsTooLarge() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        byte[] file = Arrays.copyOf(TestPdfs.letter("Besar"), 1024 * 1024 + 1);
        var refusal =
                assertRefused(Problem.TOO_LARGE, () -> fixture.applications.putLetter(applicant.actor(), number, file));
        assertThat(faults(refusal)).containsExactly("letter.too-large");
        assertThat(fixture.count(
                        "SELECT count(*) FROM letter l JOIN application a ON a.id = l.application_id WHERE a.number = ?",
                        number))
                .isZero();
    }

    @Test
    void aLetterCannotBeReplacedWhileTheOfficeHasTheFile() {
        var applicant = fixture.applicant();
        ApplicationView file = fixture.submitted(applicant);
        assertRefused(
                Problem.WRONG_STATE,
                () -> fixture.applications.putLetter(applicant.actor(), file.number(), TestPdfs.letter("Lain")));
        assertThat(fixture.applications.find(applicant.actor(), file.number())).isEqualTo(file);
    }

    @Test
    void somebodyElsesApplicationDoesNotExist() {
        String number = fixture.started(fixture.applicant()).number();
        var other = fixture.applicant();
        assertRefused(
                Problem.NOT_FOUND,
                () -> fixture.applications.putLetter(other.actor(), number, TestPdfs.letter("Lain")));
        assertRefused(Problem.NOT_FOUND, () -> fixture.applications.letter(other.actor(), number));
        assertRefused(Problem.NOT_FOUND, () -> fixture.applications.find(other.actor(), number));
    }

    @Test
    void aLetterMovedToAnotherRowDoesNotOpen() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        fixture.applications.putLetter(applicant.actor(), number, TestPdfs.letter("Satu"));
        fixture.applications.putLetter(applicant.actor(), number, TestPdfs.letter("Dua"));
        fixture.superuser().useTransaction(handle -> {
            handle.execute("ALTER TABLE letter DISABLE TRIGGER letter_is_immutable");
            handle.execute("""
                    UPDATE letter SET ciphertext = o.ciphertext, wrapped_key = o.wrapped_key, sha256 = o.sha256
                      FROM letter o
                     WHERE letter.application_id = o.application_id AND letter.version = 2 AND o.version = 1
                       AND o.application_id = (SELECT id FROM application WHERE number = ?)
                    """, number);
            handle.execute("ALTER TABLE letter ENABLE TRIGGER letter_is_immutable");
        });
        assertThatThrownBy(() -> fixture.applications.letter(applicant.actor(), number))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whileTheDataTokenIsAwayNothingIsStored() {
        var applicant = fixture.applicant();
        ApplicationView before = fixture.started(applicant);
        Applications applications = new Applications(
                fixture.registration,
                new Letters(
                        fixture.web,
                        WrappingKeys.only(new AwayKey()),
                        new SecureRandom(),
                        new PdfBoxLetterInspector(LetterConfiguration.standard()),
                        LetterConfiguration.standard()),
                () -> fixture.enrolmentKey,
                hash -> {});
        var refusal = assertRefused(
                Problem.TOKEN_AWAY,
                () -> applications.putLetter(applicant.actor(), before.number(), TestPdfs.letter("Satu")));
        assertThat(refusal.retryAfter()).isPositive();
        assertThat(refusal.detail().indonesian()).contains("Surat tidak dapat disimpan", "tidak ada yang hilang");
        assertThat(refusal.detail().english()).contains("The letter cannot be stored", "nothing is lost");
        assertThat(fixture.applications.find(applicant.actor(), before.number()))
                .isEqualTo(before);
    }

    private byte[] ciphertext(String number, int version) {
        return fixture.superuser()
                .withHandle(handle -> handle.createQuery("""
                        SELECT l.ciphertext FROM letter l JOIN application a ON a.id = l.application_id
                         WHERE a.number = ? AND l.version = ?
                        """)
                        .bind(0, number)
                        .bind(1, version)
                        .mapTo(byte[].class)
                        .one());
    }

    /** A token that does not answer. */
    private static final class AwayKey implements WrappingKey {
        @Override
        public String label() {
            return "segel-wrapping";
        }

        @Override
        public byte[] wrap(byte[] plaintext, byte[] aad) {
            throw away();
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] aad) {
            throw away();
        }

        private static TokenException away() {
            return new TokenException(
                    "The token is away", new Place(Path.of("/none"), null, "data", null), null, "Bring it back.", null);
        }
    }
}
