package id.segel.ca.keyring;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Database;
import id.segel.hsm.BadCiphertextException;
import id.segel.hsm.TokenBusyException;
import id.segel.hsm.TokenException;
import java.time.Duration;
import java.util.function.Supplier;

/** What the data token is needed for, and what people are told when it is away. */
public enum TokenNeed {
    LETTER_SHOWN(
            "Surat tidak dapat ditampilkan karena modul keamanan yang memegang kuncinya tidak menjawab. Surat tetap"
                    + " tersimpan dan tidak ada yang hilang; coba lagi sebentar.",
            "The letter cannot be shown because the security module that holds its key does not answer. The letter is"
                    + " kept and nothing is lost; try again shortly."),
    LETTER_KEPT(
            "Surat tidak dapat disimpan karena modul keamanan yang menyandikannya tidak menjawab. Permohonan tetap"
                    + " seperti semula dan tidak ada yang hilang; unggah lagi sebentar lagi.",
            "The letter cannot be stored because the security module that encrypts it does not answer. The application"
                    + " is as it was and nothing is lost; upload it again shortly."),
    PERSONAL_DATA_SHOWN(
            "Data pribadi tidak dapat ditampilkan karena modul keamanan yang memegang kuncinya tidak menjawab. Data tetap"
                    + " tersimpan dan tidak ada yang hilang; coba lagi sebentar.",
            "Personal data cannot be shown because the security module that holds their key does not answer. They are"
                    + " kept and nothing is lost; try again shortly."),
    PERSONAL_DATA_KEPT(
            "Data ini tidak dapat disimpan karena modul keamanan yang menyandikannya tidak menjawab. Belum ada yang"
                    + " berubah dan tidak ada yang hilang; kirim lagi sebentar lagi.",
            "These data cannot be stored because the security module that encrypts them does not answer. Nothing has"
                    + " changed and nothing is lost; send them again shortly."),
    PERSON_SEARCHED(
            "Pencarian menurut NIK tidak dapat dilakukan karena modul keamanan tidak menjawab. Data tetap tersimpan dan"
                    + " tidak ada yang hilang; coba lagi sebentar.",
            "Nobody can be searched by NIK because the security module does not answer. The data are kept and nothing is"
                    + " lost; try again shortly."),
    SIGN_IN_CODE(
            "Kode sekali pakai tidak dapat diperiksa karena modul keamanan tidak menjawab. Akun Anda tidak berubah dan"
                    + " tidak ada yang hilang; coba masuk lagi sebentar.",
            "One-time codes cannot be checked because the security module does not answer. Your account is as it was and"
                    + " nothing is lost; try to sign in again shortly."),
    ENROLMENT_FILE(
            "Berkas pendaftaran tidak dapat dibuat karena modul keamanan yang menandatanganinya tidak menjawab. Berkas"
                    + " yang lama tetap berlaku dan tidak ada yang hilang; coba lagi sebentar.",
            "The enrolment file cannot be made because the security module that signs it does not answer. The one before"
                    + " stays valid and nothing is lost; try again shortly.");

    private static final Duration AWAY = Duration.ofSeconds(10);
    private static final Duration BUSY = Duration.ofSeconds(2);
    /** Somebody has to change a configuration first. */
    private static final Duration NOT_CONFIGURED = Duration.ofSeconds(60);

    private final Sentence sentence;

    TokenNeed(String indonesian, String english) {
        this.sentence = new Sentence(indonesian, english);
    }

    /**
     * Asks the token.
     *
     * @throws RefusedException TOKEN_AWAY with the sentence of this need, OVERLOADED when no place at the token came free
     * @throws IllegalStateException inside a transaction; or when what was stored does not unwrap
     */
    public <T> T ask(Supplier<T> token) {
        Database.requireNoTransaction();
        try {
            return token.get();
        } catch (BadCiphertextException e) {
            throw new IllegalStateException("what is stored does not unwrap: " + e.getMessage(), e);
        } catch (TokenBusyException e) {
            throw caused(RefusedException.because(Problem.OVERLOADED).retryAfter(BUSY), e);
        } catch (TokenException e) {
            throw caused(RefusedException.because(Problem.TOKEN_AWAY, sentence).retryAfter(AWAY), e);
        }
    }

    /**
     * The refusal for people where this node lacks a key.
     *
     * @param forOperators which key, and what to do about it; stands in the log
     */
    public RefusedException keyNotConfigured(String forOperators) {
        return caused(
                RefusedException.because(
                                Problem.TOKEN_AWAY,
                                new Sentence(
                                        "Server ini belum mengenal kunci yang diperlukan. Data tetap tersimpan dan tidak"
                                                + " ada yang hilang; beri tahu pengelola, lalu coba lagi.",
                                        "This server does not know the key that is needed yet. The data are kept and"
                                                + " nothing is lost; tell the operator, then try again."))
                        .retryAfter(NOT_CONFIGURED),
                new IllegalStateException(forOperators));
    }

    private static RefusedException caused(RefusedException refusal, Throwable cause) {
        refusal.initCause(cause);
        return refusal;
    }
}
