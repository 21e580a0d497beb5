package id.segel.ca.notice;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.store.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox. Any node may run it at any time, also at once: each notice is claimed by pushing its next attempt
 * into the future, sent with no transaction open, and marked if the claim is still the last one. A mail may thus go out
 * twice after a crash, with the same Message-ID, but is never lost. Thread-safe.
 */
public final class NoticeSender {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);
    private static final Actor ACTOR = Actor.system("notices");

    /** What became of one attempt. */
    private enum Outcome {
        SENT,
        RETRIED,
        FAILED
    }

    private final Database database;
    private final AuditLog audit;
    private final MailTransport transport;
    private final NoticeSettings settings;
    private final NoticeTexts texts;
    private final MeterRegistry meters;
    private final AtomicLong queued = new AtomicLong();

    /**
     * @param database as the web role
     * @throws IllegalStateException when a text is missing
     */
    public NoticeSender(
            Database database, AuditLog audit, MailTransport transport, NoticeSettings settings, MeterRegistry meters) {
        this.database = database;
        this.audit = audit;
        this.transport = transport;
        this.settings = settings;
        this.texts = new NoticeTexts(settings);
        this.meters = meters;
        Gauge.builder("segel.notices.queued", queued, AtomicLong::get)
                .description("Notices that wait to be sent, as of the last run")
                .register(meters);
    }

    /**
     * Sends what is due, up to the bound of one run; stops early when the mail server is away.
     *
     * @return how many were sent
     * @throws id.segel.ca.refusal.RefusedException DATABASE_AWAY
     */
    public int sendDue() {
        int sent = 0;
        for (int i = 0; i < settings.mostPerRun(); i++) {
            Optional<DueNotice> due = database.inTransaction(handle -> DueNotice.claim(handle, settings));
            if (due.isEmpty()) {
                break;
            }
            try {
                if (attempt(due.get()) == Outcome.SENT) {
                    sent++;
                }
            } catch (MailException e) {
                // Only the server's failures come here, and the next notice would meet the same.
                LOG.warn("notices wait: {} ({})", e.fault(), transport.name());
                break;
            }
        }
        queued.set(database.read(handle -> handle.createQuery("SELECT count(*) FROM notice WHERE state = 'QUEUED'")
                .mapTo(Long.class)
                .one()));
        return sent;
    }

    private Outcome attempt(DueNotice due) throws MailException {
        if (due.attempts() > settings.mostAttempts()) {
            // The last attempt was claimed by a process that did not live to say how it went.
            return failed(due, due.fault() == null ? "no attempt came to an end" : due.fault());
        }
        try {
            send(due.mail(settings, texts));
        } catch (MailException e) {
            Outcome outcome = e.scope() == MailException.Scope.RECIPIENT || due.attempts() >= settings.mostAttempts()
                    ? failed(due, e.fault())
                    : retried(due, e.fault());
            if (e.scope() == MailException.Scope.SERVER) {
                throw e;
            }
            return outcome;
        }
        return sent(due);
    }

    private void send(Mail mail) throws MailException {
        if (transport instanceof SmtpTransport smtp) {
            smtp.send(mail);
        } else if (transport instanceof EmlFolderTransport folder) {
            folder.send(mail);
        }
    }

    private Outcome sent(DueNotice due) {
        Optional<Instant> sentAt = database.inTransaction(handle -> {
            Optional<Instant> marked = handle.createQuery("""
                            UPDATE notice SET state = 'SENT', sent_at = clock_timestamp(), fault = NULL
                             WHERE id = :id AND state = 'QUEUED' AND attempts = :attempts
                            RETURNING sent_at
                            """)
                    .bind("id", due.id())
                    .bind("attempts", due.attempts())
                    .mapTo(Instant.class)
                    .findOne();
            if (marked.isPresent()) {
                audit.append(handle, event(AuditAction.NOTICE_SENT, due));
            }
            return marked;
        });
        sentAt.ifPresent(at -> Timer.builder("segel.notices.delay")
                .description("From when a notice could be sent to when it was")
                .tag("kind", tag(due))
                .register(meters)
                .record(Duration.between(due.since(), at)));
        return count(due, Outcome.SENT);
    }

    private Outcome failed(DueNotice due, String fault) {
        database.useTransaction(handle -> {
            int changed = handle.createUpdate("""
                            UPDATE notice SET state = 'FAILED', fault = :fault
                             WHERE id = :id AND state = 'QUEUED' AND attempts = :attempts
                            """)
                    .bind("fault", fault)
                    .bind("id", due.id())
                    .bind("attempts", due.attempts())
                    .execute();
            if (changed == 1) {
                audit.append(handle, event(AuditAction.NOTICE_FAILED, due).with("fault", fault));
            }
        });
        LOG.warn("notice {} of kind {} failed after {} attempts: {}", due.id(), due.kind(), due.attempts(), fault);
        return count(due, Outcome.FAILED);
    }

    private Outcome retried(DueNotice due, String fault) {
        database.useTransaction(handle -> handle.createUpdate("""
                        UPDATE notice SET fault = :fault
                         WHERE id = :id AND state = 'QUEUED' AND attempts = :attempts
                        """)
                .bind("fault", fault)
                .bind("id", due.id())
                .bind("attempts", due.attempts())
                .execute());
        return count(due, Outcome.RETRIED);
    }

    private Outcome count(DueNotice due, Outcome outcome) {
        Counter.builder("segel.notices")
                .description("Attempts to send a notice")
                .tag("kind", tag(due))
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
        return outcome;
    }

    private static String tag(DueNotice due) {
        return due.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static AuditEvent event(AuditAction action, DueNotice due) {
        AuditEvent event = AuditEvent.of(action, ACTOR, "notice", Long.toString(due.id()))
                .with("kind", due.kind().name())
                .with("attempts", due.attempts());
        return due.applicationNumber() == null ? event : event.with("application", due.applicationNumber());
    }
}
