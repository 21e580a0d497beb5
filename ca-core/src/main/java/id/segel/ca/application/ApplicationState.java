package id.segel.ca.application;

import id.segel.ca.refusal.Sentence;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Where an application stands (DESIGN 3). What may follow what is in {@link TransitionTable} and nowhere else. */
public enum ApplicationState {
    DRAFT("Draf", "Draft"),
    SUBMITTED("Menunggu Verifikasi", "Waiting for verification"),
    IN_REVIEW("Dalam Verifikasi", "Under verification"),
    AWAITING_SECOND("Menunggu Persetujuan Kedua", "Waiting for the second approval"),
    RETURNED("Perlu Perbaikan", "Needs correction"),
    REJECTED("Ditolak", "Rejected"),
    APPROVED("Disetujui", "Approved"),
    ISSUING("Sedang Diterbitkan", "Being issued"),
    ISSUE_FAILED("Gagal Terbit", "Issue failed"),
    ISSUED("Diterbitkan", "Issued"),
    COMPLETED("Selesai", "Done"),
    WITHDRAWN("Ditarik oleh Pemohon", "Withdrawn"),
    EXPIRED("Kedaluwarsa", "Expired");

    private static final Sentence FAILED_FOR_THE_APPLICANT = new Sentence(
            "Sedang diterbitkan, ada kendala teknis, Anda tidak perlu berbuat apa-apa",
            "Being issued; there is a technical difficulty and nothing for you to do");

    private final Sentence label;

    ApplicationState(String indonesian, String english) {
        this.label = new Sentence(indonesian, english);
    }

    /** What the office calls it. */
    public Sentence label() {
        return label;
    }

    /** What the applicant reads; differs where the office has a difficulty that is not the applicant's. */
    public Sentence labelForApplicant() {
        return this == ISSUE_FAILED ? FAILED_FOR_THE_APPLICANT : label;
    }

    /** States in which the applicant holds the file and may change letter and CSR. */
    public static Set<ApplicationState> changeable() {
        return Collections.unmodifiableSet(EnumSet.of(DRAFT, RETURNED));
    }

    /** States of which one person has at most one application per product. */
    public static Set<ApplicationState> open() {
        return Collections.unmodifiableSet(
                EnumSet.of(DRAFT, SUBMITTED, IN_REVIEW, AWAITING_SECOND, RETURNED, APPROVED, ISSUING, ISSUE_FAILED));
    }
}
