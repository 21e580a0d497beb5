package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.document.Letters;
import id.segel.ca.person.People;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.procedure.TimelineView;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The office's side: the queue, the file with everything beside it, claiming, deciding. Every refused attempt is audited.
 * Thread-safe.
 *
 * <p>What belongs to everybody who calls: {@code actor} is an account whose role was checked for the request; roles are
 * asked again here before anything is claimed or decided. A number nobody submitted is NOT_FOUND.
 */
public final class Reviews {
    private static final int MOST_AT_ONCE = 200;

    private final Registration registration;
    private final Letters letters;
    private final People people;
    private final Attempts attempts;
    private final Queue queue;
    private final ReviewFiles files;
    private final Decisions decisions;
    private final Deliveries deliveries;

    /**
     * @param registration what every service here works with
     * @param letters for reading letters
     * @param people for masked data of applicants
     * @param approvals hears of each approval after its commit
     */
    public Reviews(Registration registration, Letters letters, People people, ApprovalListener approvals) {
        this.registration = registration;
        this.letters = letters;
        this.people = people;
        this.attempts = new Attempts(registration.web(), registration.audit());
        Checklists checklists = new Checklists(registration.web());
        this.queue = new Queue(registration);
        this.files = new ReviewFiles(registration.web(), people, checklists);
        this.decisions = new Decisions(
                registration, new CsrJudge(registration, new SeenKeys(registration)), checklists, approvals);
        this.deliveries = new Deliveries(registration);
    }

    /**
     * Files that were handed in, oldest first.
     *
     * @param states to list; none means SUBMITTED
     * @param cursor {@code next} of the page before, or null
     * @param limit 1 to 200
     * @throws RefusedException INVALID when cursor or limit do not fit
     */
    public QueuePage queue(Set<ApplicationState> states, @Nullable String cursor, int limit) {
        return queue.page(states.isEmpty() ? Set.of(ApplicationState.SUBMITTED) : states, cursor, limit);
    }

    /** The file with letter, account and CSR side by side. Looking keeps a claim of one's own alive. */
    public ReviewView view(Actor officer, String number) {
        return attempts.of(officer, "view", number, () -> {
            ReviewView view = files.view(number);
            if (officer.accountId() != null && officer.accountId().equals(view.claimedBy())) {
                keepClaim(officer, number);
            }
            return view;
        });
    }

    /**
     * Takes a file into review.
     *
     * @param version the version seen
     * @throws RefusedException DECISION_NOT_YOURS for files the officer could not decide on, STALE_VERSION, WRONG_STATE;
     *     TOKEN_AWAY when the applicant's data could not be shown afterwards
     */
    public ReviewView claim(Actor officer, String number, int version) {
        return attempts.of(officer, "claim", number, () -> {
            people.requireReadable();
            claimed(officer, number, version);
            return files.view(number);
        });
    }

    private void claimed(Actor officer, String number, int version) {
        registration.web().useTransaction(transaction -> {
            Officers.require(transaction, officer);
            Dossier dossier = ReviewFiles.submitted(transaction, number);
            Officers.requireStranger(transaction, officer, dossier);
            Instant now = now();
            Transitions.apply(
                    transaction,
                    StateChange.of(dossier.id(), Trigger.CLAIM, version, now).heldBy(officer.requireAccountId()));
            registration
                    .timeline()
                    .handOver(transaction, dossier.clocked(), List.of(ProcedureEvent.CLAIM), now, officer.accountId());
            told(transaction, officer, dossier, AuditAction.APPLICATION_CLAIMED);
        });
    }

    /**
     * Puts a file back into the queue, where it keeps its place. A supervisor may release what others hold.
     *
     * @param version the version seen
     * @throws RefusedException DECISION_NOT_YOURS when another officer holds it, STALE_VERSION, WRONG_STATE
     */
    public ReviewView release(Actor officer, String number, int version) {
        return attempts.of(officer, "release", number, () -> {
            people.requireReadable();
            released(officer, number, version);
            return files.view(number);
        });
    }

    private void released(Actor officer, String number, int version) {
        registration.web().useTransaction(transaction -> {
            Officers.require(transaction, officer);
            Dossier dossier = ReviewFiles.submitted(transaction, number);
            dossier.requireVersion(version);
            dossier.require(Trigger.RELEASE);
            Dossier.Claim claim = dossier.claim();
            boolean own = claim != null && claim.accountId() == officer.requireAccountId();
            if (!own && !Officers.isSupervisor(transaction, officer)) {
                throw RefusedException.because(Problem.DECISION_NOT_YOURS);
            }
            Instant now = now();
            Transitions.apply(transaction, StateChange.of(dossier.id(), Trigger.RELEASE, version, now));
            registration.timeline().handOver(transaction, dossier.clocked(), List.of(ProcedureEvent.SUBMIT), now, null);
            told(transaction, officer, dossier, AuditAction.APPLICATION_RELEASED);
        });
    }

    /**
     * Decides on a file. Approving does not wait for the token. In AWAITING_SECOND anybody entitled but the first approver
     * decides without a claim; RETURN or REJECT then means disagreement and takes the file into review.
     *
     * @param version the version seen
     * @throws RefusedException NOT_PERMITTED, NOT_FOUND, DECISION_NOT_YOURS, STALE_VERSION, WRONG_STATE, OVERLOADED (with
     *     the time to wait), INVALID or CHECKLIST_INCOMPLETE (with every fault), ACCOUNT_NOT_ACTIVE, CSR_REFUSED
     */
    public DecisionResult decide(Actor officer, String number, int version, DecisionRequest request) {
        return attempts.of(officer, "decision", number, () -> decisions.decide(officer, number, version, request));
    }

    /**
     * Decides on several files, each for itself.
     *
     * @return one result for each, in order
     * @throws RefusedException INVALID when there are more than 200
     */
    public List<BulkResult> decideAll(Actor officer, List<BulkDecision> members) {
        if (members.size() > MOST_AT_ONCE) {
            throw Refusals.invalid(List.of(new Fault(
                    "",
                    "decisions.too-many",
                    new Sentence(
                            "Paling banyak " + MOST_AT_ONCE + " keputusan sekaligus, bukan " + members.size() + ".",
                            "At most " + MOST_AT_ONCE + " decisions at once, not " + members.size() + "."))));
        }
        List<BulkResult> results = new ArrayList<>(members.size());
        for (BulkDecision member : members) {
            results.add(decideOne(officer, member));
        }
        return List.copyOf(results);
    }

    private BulkResult decideOne(Actor officer, BulkDecision member) {
        try {
            return new BulkResult.Decided(decide(officer, member.number(), member.version(), member.decision()));
        } catch (RefusedException e) {
            return new BulkResult.NotDecided(member.number(), e);
        }
    }

    /** The letter as it was uploaded; that it was read is in the log before it is shown (R6.2, DESIGN 7). */
    public byte[] letter(Actor officer, String number) {
        return attempts.of(officer, "letter-read", number, () -> {
            long letterId = registration.web().inTransaction(transaction -> {
                Officers.require(transaction, officer);
                Dossier dossier = ReviewFiles.submitted(transaction, number);
                LetterSummary letter = dossier.view().letter();
                if (letter == null) {
                    throw RefusedException.because(Problem.NOT_FOUND);
                }
                registration
                        .audit()
                        .append(
                                transaction,
                                AuditEvent.of(AuditAction.LETTER_READ, officer, "application", number)
                                        .with("letterVersion", letter.version())
                                        .with("sha256", letter.sha256()));
                return dossier.requireLetter().id();
            });
            keepClaim(officer, number);
            return letters.open(letterId);
        });
    }

    /** The clocks of the file. */
    public TimelineView timeline(Actor officer, String number) {
        return attempts.of(
                officer,
                "timeline",
                number,
                () -> registration.web().read(handle -> {
                    Dossier dossier = ReviewFiles.submitted(handle, number);
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
     * The certificate, for the office's own use; completes nothing and is audited.
     *
     * @throws RefusedException NOT_FOUND, NOT_YET_DELIVERABLE
     */
    public CertificateFile certificate(Actor officer, String number) {
        return attempts.of(officer, "certificate", number, () -> deliveries.toOfficer(officer, number));
    }

    private void told(Handle transaction, Actor officer, Dossier before, AuditAction action) {
        Dossier after = Dossiers.byId(transaction, before.id());
        registration
                .audit()
                .append(
                        transaction,
                        AuditEvent.of(action, officer, "application", after.number())
                                .with("from", before.state().name())
                                .with("to", after.state().name())
                                .with("version", after.version()));
    }

    private void keepClaim(Actor officer, String number) {
        registration
                .web()
                .useTransaction(handle -> handle.createUpdate("""
                        UPDATE application SET claim_used_at = :now
                         WHERE number = :number AND claimed_by = :account
                           AND claim_used_at < CAST(:now AS timestamptz) - interval '30 seconds'
                        """)
                        .bind("now", now())
                        .bind("number", number)
                        .bind("account", officer.requireAccountId())
                        .execute());
    }

    private Instant now() {
        return registration.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
