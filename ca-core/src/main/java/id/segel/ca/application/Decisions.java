package id.segel.ca.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.notice.NoticeKind;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.request.CsrCheckLog;
import id.segel.ca.request.CsrOccasion;
import id.segel.csr.CsrReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SOP step 6: deciding. An approval binds the evidence it was made on (DESIGN 3): what was read before the transaction is
 * what is decided, because the compare-and-set asks for the version it was read in.
 */
final class Decisions {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final Registration registration;
    private final CsrJudge judge;
    private final Checklists checklists;
    private final ApprovalListener approvals;
    private final ObjectMapper json = new ObjectMapper();

    Decisions(Registration registration, CsrJudge judge, Checklists checklists, ApprovalListener approvals) {
        this.registration = registration;
        this.judge = judge;
        this.checklists = checklists;
        this.approvals = approvals;
    }

    DecisionResult decide(Actor actor, String number, int version, DecisionRequest request) {
        Situation situation = registration.web().read(handle -> look(handle, actor, number, version));
        if (request.outcome() == Outcome.APPROVE) {
            refuseOverload();
        }
        checklists.version(situation.dossier().terms().checklistVersion()).require(request);
        Trigger trigger = trigger(situation, request.outcome());
        CsrReport report = request.outcome() == Outcome.APPROVE ? requireFitApplicant(situation.dossier()) : null;
        DecisionResult result = registration.web().inTransaction(transaction -> {
            if (report != null) {
                CsrCheckLog.keep(transaction, situation.dossier().id(), CsrOccasion.APPROVAL, report);
            }
            return decided(transaction, actor, situation.dossier(), trigger, request);
        });
        if (trigger == Trigger.APPROVE) {
            wakeIssuer(result.applicationId());
        }
        return result;
    }

    /** Everything that makes a decision somebody else's, late or out of turn, in that order. */
    private Situation look(Handle handle, Actor actor, String number, int version) {
        Officers.require(handle, actor);
        Dossier dossier = Dossiers.byNumber(handle, number);
        Officers.requireStranger(handle, actor, dossier);
        dossier.requireVersion(version);
        List<Long> approvers = approvers(handle, dossier);
        Dossier.Claim claim = dossier.claim();
        switch (dossier.state()) {
            case IN_REVIEW -> {
                if (claim == null || claim.accountId() != actor.requireAccountId()) {
                    throw RefusedException.because(Problem.DECISION_NOT_YOURS);
                }
            }
            case AWAITING_SECOND -> {
                if (approvers.contains(actor.requirePersonId())) {
                    throw RefusedException.because(Problem.DECISION_NOT_YOURS);
                }
            }
            default -> throw Refusals.wrongState(number, dossier.state(), "decision");
        }
        boolean approvedByAnother = approvers.stream().anyMatch(person -> person != actor.requirePersonId());
        return new Situation(dossier, approvedByAnother);
    }

    private static List<Long> approvers(Handle handle, Dossier dossier) {
        return handle.createQuery("""
                        SELECT officer_person_id FROM decision
                         WHERE application_id = :application AND round = :round AND outcome = 'APPROVE'
                        """)
                .bind("application", dossier.id())
                .bind("round", dossier.view().round())
                .mapTo(Long.class)
                .list();
    }

    private static Trigger trigger(Situation situation, Outcome outcome) {
        Dossier dossier = situation.dossier();
        boolean second = dossier.state() == ApplicationState.AWAITING_SECOND;
        return switch (outcome) {
            case APPROVE ->
                dossier.terms().secondApprover() && !situation.approvedByAnother()
                        ? Trigger.APPROVE_FIRST
                        : Trigger.APPROVE;
            // A second officer who disagrees takes the file into review and settles it from there.
            case RETURN -> second ? Trigger.DISAGREE : Trigger.RETURN;
            case REJECT -> second ? Trigger.DISAGREE : Trigger.REJECT;
        };
    }

    /** DESIGN 4: refused before the transaction, so that throughput under overload stays at its peak. */
    private void refuseOverload() {
        int limit = registration.configuration().issueLimit();
        int waiting = registration
                .web()
                .read(handle -> handle.createQuery("""
                        SELECT count(*) FROM (SELECT FROM application WHERE state IN ('APPROVED', 'ISSUING')
                                               LIMIT :enough) waiting
                        """)
                        .bind("enough", limit + 1)
                        .mapTo(Integer.class)
                        .one());
        if (waiting > limit) {
            throw RefusedException.because(Problem.OVERLOADED)
                    .retryAfter(registration.configuration().issueRetryAfter());
        }
    }

    /** R6.5: every automatic check again. */
    private CsrReport requireFitApplicant(Dossier dossier) {
        dossier.requireActiveApplicant();
        CsrReport report = judge.judge(dossier, dossier.requireCsr().der(), CsrOccasion.APPROVAL);
        if (report.refused()) {
            registration
                    .web()
                    .useTransaction(
                            transaction -> CsrCheckLog.keep(transaction, dossier.id(), CsrOccasion.APPROVAL, report));
            throw CsrJudge.refusal(report);
        }
        return report;
    }

    private DecisionResult decided(
            Handle transaction, Actor actor, Dossier dossier, Trigger trigger, DecisionRequest request) {
        Instant now = registration.clock().instant().truncatedTo(ChronoUnit.MICROS);
        String checklist = written(request.checklist());
        String reasons = written(request.reasons());
        long event =
                registration.audit().append(transaction, event(actor, dossier, trigger, request, checklist, reasons));
        long decision = insert(transaction, actor, dossier, request.outcome(), checklist, reasons, now, event);
        StateChange change = StateChange.of(dossier.id(), trigger, dossier.version(), now);
        int version = switch (trigger) {
            case APPROVE -> approve(transaction, dossier, change, decision, event);
            case APPROVE_FIRST -> {
                int after = Transitions.apply(transaction, change);
                handOver(transaction, dossier, List.of(ProcedureEvent.SUBMIT), now, null);
                yield after;
            }
            case DISAGREE -> {
                int after = Transitions.apply(transaction, change.heldBy(actor.requireAccountId()));
                handOver(transaction, dossier, List.of(ProcedureEvent.CLAIM), now, actor.accountId());
                yield after;
            }
            case RETURN -> sendBack(transaction, dossier, change, request.reasons());
            case REJECT -> {
                int after = Transitions.apply(transaction, change);
                handOver(transaction, dossier, List.of(), now, null);
                notice(transaction, NoticeKind.REJECTED, dossier);
                yield after;
            }
            default -> throw new IllegalStateException("no decision triggers " + trigger);
        };
        return new DecisionResult(dossier.number(), dossier.id(), TransitionTable.to(trigger), version);
    }

    private int approve(Handle transaction, Dossier dossier, StateChange change, long decision, long event) {
        int version = Transitions.apply(transaction, change.approvedBy(decision));
        transaction.execute(
                "INSERT INTO authorisation (kind, decision_id, audit_event_id) VALUES ('OFFICER_DECISION', ?, ?)",
                decision,
                event);
        handOver(transaction, dossier, List.of(ProcedureEvent.APPROVAL), change.at(), null);
        return version;
    }

    private int sendBack(Handle transaction, Dossier dossier, StateChange change, List<Reason> reasons) {
        int version = Transitions.apply(
                transaction,
                change.lapsing(change.at().plus(registration.configuration().returnedLife())));
        // The applicant's clock goes on with the steps that must be done again, in the round to come.
        List<ProcedureEvent> again = new ArrayList<>();
        if (reasons.stream().anyMatch(reason -> !isAboutCsr(reason))) {
            again.add(ProcedureEvent.APPLICATION);
        }
        if (reasons.stream().anyMatch(Decisions::isAboutCsr)) {
            again.add(ProcedureEvent.ENROLMENT);
        }
        registration
                .timeline()
                .handOver(
                        transaction,
                        dossier.clockedInNextRound(),
                        again,
                        change.at(),
                        dossier.applicant().accountId());
        notice(transaction, NoticeKind.RETURNED, dossier);
        return version;
    }

    private static boolean isAboutCsr(Reason reason) {
        return "csr".equals(reason.item()) || "csr-report".equals(reason.item());
    }

    private long insert(
            Handle transaction,
            Actor actor,
            Dossier dossier,
            Outcome outcome,
            String checklist,
            String reasons,
            Instant now,
            long event) {
        return transaction
                .createQuery("""
                        INSERT INTO decision (application_id, applicant_person_id, application_version, round, outcome,
                                              officer_account_id, officer_person_id, letter_id, letter_sha256, csr_id,
                                              csr_sha256, spki_sha256, profile_hash, checklist_version, checklist,
                                              reasons, decided_at, audit_event_id)
                        VALUES (:application, :applicant, :version, :round, :outcome,
                                :account, :person, :letter, :letterSha256, :csr,
                                :csrSha256, :spkiSha256, :profile, :checklistVersion, :checklist,
                                :reasons, :at, :event)
                        RETURNING id
                        """)
                .bind("application", dossier.id())
                .bind("applicant", dossier.applicant().personId())
                .bind("version", dossier.version())
                .bind("round", dossier.view().round())
                .bind("outcome", outcome.name())
                .bind("account", actor.requireAccountId())
                .bind("person", actor.requirePersonId())
                .bind("letter", dossier.requireLetter().id())
                .bind("letterSha256", dossier.requireLetter().sha256())
                .bind("csr", dossier.requireCsr().id())
                .bind("csrSha256", dossier.requireCsr().sha256())
                .bind("spkiSha256", dossier.requireCsr().spkiSha256())
                .bind("profile", dossier.terms().profileHash())
                .bind("checklistVersion", dossier.terms().checklistVersion())
                .bind("checklist", checklist)
                .bind("reasons", reasons)
                .bind("at", now)
                .bind("event", event)
                .mapTo(Long.class)
                .one();
    }

    /** Answers and reasons may name people: the log commits to them and does not repeat them. */
    private static AuditEvent event(
            Actor actor, Dossier dossier, Trigger trigger, DecisionRequest request, String checklist, String reasons) {
        AuditAction action = switch (trigger) {
            case APPROVE -> AuditAction.APPLICATION_APPROVED;
            case APPROVE_FIRST -> AuditAction.APPLICATION_APPROVED_FIRST;
            case DISAGREE -> AuditAction.APPLICATION_CLAIMED;
            case RETURN -> AuditAction.APPLICATION_RETURNED;
            case REJECT -> AuditAction.APPLICATION_REJECTED;
            default -> throw new IllegalStateException("no decision triggers " + trigger);
        };
        HexFormat hex = HexFormat.of();
        return AuditEvent.of(action, actor, "application", dossier.number())
                .with("from", dossier.state().name())
                .with("to", TransitionTable.to(trigger).name())
                .with("outcome", request.outcome().name())
                .with("version", dossier.version())
                .with("round", dossier.view().round())
                .with("letterSha256", hex.formatHex(dossier.requireLetter().sha256()))
                .with("csrSha256", hex.formatHex(dossier.requireCsr().sha256()))
                .with("spkiSha256", hex.formatHex(dossier.requireCsr().spkiSha256()))
                .with("profileHash", hex.formatHex(dossier.terms().profileHash()))
                .with("checklistVersion", dossier.terms().checklistVersion())
                .committingTo("checklist", checklist)
                .committingTo("reasons", reasons);
    }

    private void handOver(
            Handle transaction,
            Dossier dossier,
            List<ProcedureEvent> events,
            Instant at,
            @org.jspecify.annotations.Nullable Long account) {
        registration.timeline().handOver(transaction, dossier.clocked(), events, at, account);
    }

    private void notice(Handle transaction, NoticeKind kind, Dossier dossier) {
        registration.notices().queue(transaction, kind, dossier.applicant().personId(), dossier.id(), null, null);
    }

    private void wakeIssuer(long applicationId) {
        try {
            approvals.approved(applicationId);
        } catch (RuntimeException e) {
            LOG.warn("the issuer could not be woken; it will look by itself", e);
        }
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a decision cannot be written", e);
        }
    }

    /** The file as the officer decides on it, and whether another person approved it in this round. */
    private record Situation(Dossier dossier, boolean approvedByAnother) {}
}
