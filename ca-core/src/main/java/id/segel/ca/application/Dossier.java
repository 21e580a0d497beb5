package id.segel.ca.application;

import id.segel.ca.procedure.ClockedFile;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An application with everything that is decided by: its product's terms, its applicant, its letter and CSR, read in one
 * statement.
 *
 * @param id primary key
 * @param view what its applicant sees
 * @param terms what its product asks for
 * @param applicant whose it is
 * @param challenge 32 octets
 * @param letter its letter's evidence
 * @param csr its CSR's evidence
 * @param claim who reviews it
 * @param issueFault why issuing failed
 * @param issueDetail the rules that refused, or the like; for the office
 */
@SuppressWarnings("ArrayRecordComponent") // Read from the database, never compared as a whole.
record Dossier(
        long id,
        ApplicationView view,
        Terms terms,
        Applicant applicant,
        byte[] challenge,
        @Nullable LetterEvidence letter,
        @Nullable CsrEvidence csr,
        @Nullable Claim claim,
        @Nullable String issueFault,
        @Nullable String issueDetail) {

    /** What the product asks for. */
    @SuppressWarnings("ArrayRecordComponent") // As above.
    record Terms(String procedure, byte[] profileHash, int authorityId, int checklistVersion, boolean secondApprover) {}

    record Applicant(
            long personId,
            @Nullable Long accountId,
            String subscriberNumber,
            String fullName,
            String agency,
            String agencyState,
            @Nullable String unit,
            @Nullable String position,
            String email,
            String personState,
            @Nullable String accountState,
            @Nullable Long accountMadeBy) {}

    @SuppressWarnings("ArrayRecordComponent") // As above.
    record LetterEvidence(long id, byte[] sha256) {}

    @SuppressWarnings("ArrayRecordComponent") // As above.
    record CsrEvidence(long id, byte[] der, byte[] sha256, byte[] spkiSha256) {}

    record Claim(long accountId, Instant at) {}

    String number() {
        return view.number();
    }

    ApplicationState state() {
        return view.state();
    }

    int version() {
        return view.version();
    }

    ClockedFile clocked() {
        return new ClockedFile(id, terms.procedure(), view.round());
    }

    /** The file in the round that begins when it comes back to the office. */
    ClockedFile clockedInNextRound() {
        return new ClockedFile(id, terms.procedure(), view.round() + 1);
    }

    LetterEvidence requireLetter() {
        if (letter == null) {
            throw new IllegalStateException("application " + number() + " is with the office without a letter");
        }
        return letter;
    }

    CsrEvidence requireCsr() {
        if (csr == null) {
            throw new IllegalStateException("application " + number() + " is with the office without a CSR");
        }
        return csr;
    }

    /**
     * @throws RefusedException WRONG_STATE unless the table allows the trigger now
     */
    void require(Trigger trigger) {
        if (!TransitionTable.allows(state(), trigger)) {
            throw Refusals.wrongState(number(), state(), trigger.wireName());
        }
    }

    /**
     * @throws RefusedException WRONG_STATE unless letter and CSR may change now
     */
    void requireChangeable(String operation) {
        if (!ApplicationState.changeable().contains(state())) {
            throw Refusals.wrongState(number(), state(), operation);
        }
    }

    /**
     * @throws RefusedException ACCOUNT_NOT_ACTIVE saying what is not
     */
    void requireActiveApplicant() {
        Refusals.requireActive(applicant.accountState(), applicant.personState(), applicant.agencyState());
    }

    /**
     * @throws RefusedException STALE_VERSION when the file changed since that version; null is not checked
     */
    void requireVersion(@Nullable Integer seen) {
        if (seen != null && seen != version()) {
            throw RefusedException.because(Problem.STALE_VERSION);
        }
    }
}
