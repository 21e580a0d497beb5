package id.segel.ca.application;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The refusals of this package that have a sentence of their own. */
final class Refusals {
    private Refusals() {}

    static RefusedException wrongState(String number, ApplicationState state, String operation) {
        return RefusedException.because(
                Problem.WRONG_STATE,
                new Sentence(
                        "Permohonan " + number + " berada pada keadaan \""
                                + state.label().indonesian() + "\" ("
                                + state + "); tindakan \"" + operation
                                + "\" tidak berlaku. Muat versi terbaru lalu periksa lagi.",
                        "Application " + number + " is in the state \""
                                + state.label().english() + "\" (" + state
                                + "), in which \"" + operation
                                + "\" does not apply. Load the latest version and check again."));
    }

    static void requireActive(@Nullable String accountState, String personState, String agencyState) {
        if (!"ACTIVE".equals(accountState)) {
            throw RefusedException.because(
                    Problem.ACCOUNT_NOT_ACTIVE,
                    new Sentence(
                            "Akun Anda belum aktif atau ditangguhkan. Hubungi pengelola instansi Anda.",
                            "Your account is not activated or is suspended. Ask your agency's administrator."));
        }
        if (!"ACTIVE".equals(personState)) {
            throw RefusedException.because(
                    Problem.ACCOUNT_NOT_ACTIVE,
                    new Sentence(
                            "Data kepegawaian Anda ditangguhkan atau sudah berakhir. Hubungi pengelola instansi Anda.",
                            "You are recorded as suspended or retired. Ask your agency's administrator."));
        }
        if (!"ACTIVE".equals(agencyState)) {
            throw RefusedException.because(
                    Problem.ACCOUNT_NOT_ACTIVE,
                    new Sentence(
                            "Instansi Anda sedang ditangguhkan. Hubungi pengelola instansi Anda.",
                            "Your agency is suspended. Ask your agency's administrator."));
        }
    }

    static RefusedException tokenSpent() {
        return RefusedException.because(
                Problem.SIGN_IN_REQUIRED,
                new Sentence(
                        "Token berkas pendaftaran tidak berlaku: tidak dikenal, kedaluwarsa, sudah dipakai untuk CSR"
                                + " lain, atau diganti unduhan baru. Unduh berkas pendaftaran baru dari dasbor.",
                        "The enrolment file's token is not valid: unknown, expired, used for another CSR, or replaced"
                                + " by a newer download. Download a new enrolment file from the dashboard."));
    }

    static RefusedException receiptSpent() {
        return RefusedException.because(
                Problem.SIGN_IN_REQUIRED,
                new Sentence(
                        "Tanda terima tidak berlaku atau sudah kedaluwarsa. Masuk ke dasbor untuk melihat permohonan.",
                        "The receipt is not valid or has expired. Sign in to the dashboard to see the application."));
    }

    static RefusedException invalid(List<Fault> faults) {
        return RefusedException.because(Problem.INVALID, faults);
    }
}
