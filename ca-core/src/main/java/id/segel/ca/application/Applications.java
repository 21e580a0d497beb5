package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.document.Letters;
import id.segel.ca.procedure.TimelineView;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.request.CsrCheckLog;
import id.segel.ca.request.CsrCheckRecord;
import id.segel.csr.CsrReport;
import id.segel.hsm.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The applicant's side: SOP steps 1 to 5 and 8. Every refused attempt is audited. Thread-safe.
 *
 * <p>True of all methods: {@code actor} is an account; an application of somebody else is NOT_FOUND; what does not fit the
 * state is WRONG_STATE and leaves everything as it was; DATABASE_AWAY and TOKEN_AWAY say when to try again.
 */
public final class Applications {
    private static final int LIST_LIMIT = 100;

    /** Whoever holds a token of LOCK; there is no session and so no account. */
    private static final Actor LOCK = new Actor("lock", null, null);

    private final Registration registration;
    private final Letters letters;
    private final Attempts attempts;
    private final Starting starting;
    private final LetterUploads letterUploads;
    private final CsrUploads csrUploads;
    private final CsrDryRun csrDryRun;
    private final Enrolments enrolments;
    private final Submissions submissions;
    private final Deliveries deliveries;

    /**
     * @param registration what every service here works with
     * @param letters keeps letters
     * @param enrolmentKey P-256 key of the data token, with its certificate, that signs enrolment files
     * @param compromised hears of uploaded private keys
     */
    public Applications(
            Registration registration,
            Letters letters,
            Supplier<SigningKey> enrolmentKey,
            KeyCompromiseListener compromised) {
        this.registration = registration;
        this.letters = letters;
        this.attempts = new Attempts(registration.web(), registration.audit());
        this.starting = new Starting(registration);
        this.letterUploads = new LetterUploads(registration, letters);
        CsrJudge judge = new CsrJudge(registration, new SeenKeys(registration));
        this.csrUploads = new CsrUploads(registration, judge, compromised);
        this.csrDryRun = new CsrDryRun(registration, judge);
        this.enrolments = new Enrolments(registration, enrolmentKey);
        this.submissions = new Submissions(registration);
        this.deliveries = new Deliveries(registration);
    }

    /**
     * Starts an application.
     *
     * @param productCode code of an offered product
     * @param sessionStartedAt when the applicant logged in: step 1 begins there
     * @param productsSeenAt when the products were shown: step 2 begins there; null where they were not asked for
     * @throws RefusedException ACCOUNT_NOT_ACTIVE saying why, INVALID for an unknown product, APPLICATION_ALREADY_OPEN at
     *     the open one's path, CERTIFICATE_STILL_ACTIVE
     */
    public ApplicationView start(
            Actor actor, String productCode, Instant sessionStartedAt, @Nullable Instant productsSeenAt) {
        return attempts.of(
                actor, "start", "new", () -> starting.start(actor, productCode, sessionStartedAt, productsSeenAt));
    }

    /** One application of the actor's. */
    public ApplicationView find(Actor owner, String number) {
        return attempts.of(
                owner,
                "find",
                number,
                () -> registration
                        .web()
                        .read(handle -> own(handle, owner, number).view()));
    }

    /** The actor's applications, newest first, at most 100. */
    public List<ApplicationView> list(Actor owner) {
        return registration
                .web()
                .read(handle -> Dossiers.allOfPerson(handle, owner.requirePersonId(), LIST_LIMIT).stream()
                        .map(Dossier::view)
                        .toList());
    }

    /**
     * Uploads the letter or replaces it; the same file again changes nothing.
     *
     * @throws RefusedException TOO_LARGE or LETTER_REFUSED with every fault, WRONG_STATE unless DRAFT or RETURNED,
     *     STALE_VERSION when another upload came between
     */
    public ApplicationView putLetter(Actor actor, String number, byte[] file) {
        return attempts.of(actor, "letter", number, () -> letterUploads.put(actor, number, file));
    }

    /** The letter as it was uploaded. */
    public byte[] letter(Actor actor, String number) {
        return attempts.of(actor, "letter-read", number, () -> {
            Dossier.LetterEvidence letter = registration
                    .web()
                    .read(handle -> own(handle, actor, number))
                    .letter();
            if (letter == null) {
                throw RefusedException.because(Problem.NOT_FOUND);
            }
            return letters.open(letter.id());
        });
    }

    /**
     * Uploads a CSR, PEM or DER, at most 64 KiB. The same bytes again give the same answer and no second record; a refused
     * one leaves the present one in place. A file that holds a private key is refused and its key blocked.
     *
     * @throws RefusedException TOO_LARGE, CSR_REFUSED with every finding that refuses, WRONG_STATE
     */
    public CsrUpload putCsr(Actor actor, String number, byte[] file) {
        return attempts.of(actor, "csr", number, () -> csrUploads.put(actor, number, file));
    }

    /**
     * Says everything the upload would say of a file, and keeps nothing but the count of findings.
     *
     * @param productCode the product in question: with an open application for it the file is judged as if it were uploaded
     *     there; null means the only open application, and where there is not exactly one the ordinary key rules
     * @return every finding, for any bytes whatever
     * @throws RefusedException INVALID for an unknown product, ACCOUNT_NOT_ACTIVE
     */
    public CsrReport checkCsr(Actor actor, byte[] file, @Nullable String productCode) {
        return csrDryRun.check(actor, file, productCode);
    }

    /** What the checks said of an application's CSRs, newest first, refused ones too. */
    public List<CsrCheckRecord> csrChecks(Actor owner, String number) {
        return attempts.of(
                owner,
                "csr-checks",
                number,
                () -> registration
                        .web()
                        .read(handle -> CsrCheckLog.of(
                                handle, own(handle, owner, number).id())));
    }

    /**
     * Uploads a CSR from LOCK. The token is then good for these bytes only, and gives the same receipt for them again.
     *
     * @param uploadToken of the enrolment file, base64url
     * @throws RefusedException SIGN_IN_REQUIRED when the token is unknown, expired, voided or used for another CSR;
     *     NOT_FOUND when it is for another application; otherwise as {@link #putCsr}
     */
    public CsrUpload putCsrByToken(String uploadToken, String number, byte[] file) {
        return attempts.of(LOCK, "csr", number, () -> csrUploads.putByToken(LOCK, uploadToken, number, file));
    }

    /**
     * A fresh enrolment file; the upload token of the one before is void.
     *
     * @return a compact JWS
     * @throws RefusedException WRONG_STATE unless DRAFT or RETURNED, ACCOUNT_NOT_ACTIVE, TOKEN_AWAY
     */
    public String enrolment(Actor actor, String number) {
        return attempts.of(actor, "enrolment", number, () -> enrolments.download(actor, number));
    }

    /**
     * Hands the file to the office.
     *
     * @param version the version seen; null is not checked
     * @throws RefusedException INCOMPLETE naming what is missing, ACCOUNT_NOT_ACTIVE, WRONG_STATE, STALE_VERSION
     */
    public ApplicationView submit(Actor actor, String number, @Nullable Integer version) {
        return attempts.of(actor, "submit", number, () -> submissions.submit(actor, number, version));
    }

    /** Takes the file back before an officer claimed it; as {@link #submit}. */
    public ApplicationView recall(Actor actor, String number, @Nullable Integer version) {
        return attempts.of(actor, "recall", number, () -> submissions.recall(actor, number, version));
    }

    /** Ends the application without a certificate; as {@link #submit}. */
    public ApplicationView withdraw(Actor actor, String number, @Nullable Integer version) {
        return attempts.of(actor, "withdraw", number, () -> submissions.withdraw(actor, number, version));
    }

    /**
     * What a receipt of LOCK may see.
     *
     * @throws RefusedException SIGN_IN_REQUIRED when the receipt is unknown, expired, or 30 days have passed since the
     *     issue; NOT_FOUND when it is for another application
     */
    public ReceiptState state(String receiptToken, String number) {
        return attempts.of(LOCK, "state", number, () -> {
            ApplicationView view = deliveries.byReceipt(receiptToken, number).view();
            return new ReceiptState(
                    view.number(),
                    view.state(),
                    view.state().labelForApplicant(),
                    view.stateSince(),
                    view.reasons(),
                    view.certificate());
        });
    }

    /** The clocks of the application, step by step. */
    public TimelineView timeline(Actor actor, String number) {
        return attempts.of(
                actor,
                "timeline",
                number,
                () -> registration.web().read(handle -> {
                    Dossier dossier = own(handle, actor, number);
                    return registration
                            .timeline()
                            .view(
                                    handle,
                                    dossier.id(),
                                    dossier.terms().procedure(),
                                    registration.clock().instant());
                }));
    }

    /**
     * The certificate with its chain; the first time completes the application. Each time is audited.
     *
     * @throws RefusedException NOT_YET_DELIVERABLE
     */
    public CertificateFile certificate(Actor actor, String number) {
        return attempts.of(actor, "certificate", number, () -> deliveries.toOwner(actor, number));
    }

    /** The certificate for a receipt of LOCK; as {@link #certificate} and {@link #state}. */
    public CertificateFile certificateByReceipt(String receiptToken, String number) {
        return attempts.of(LOCK, "certificate", number, () -> deliveries.toReceipt(LOCK, receiptToken, number));
    }

    private static Dossier own(Handle handle, Actor owner, String number) {
        return Dossiers.ofPerson(handle, number, owner.requirePersonId());
    }
}
