package id.segel.ca.procedure;

import id.segel.ca.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of applications. Which event starts and ends which step is data; this class only writes it down, always in
 * the transaction of the change. Figures are counted after the commit: {@code segel.procedure.step} (timer) and
 * {@code segel.procedure.overdue} (counter, once for each step and round that went over its norm), both by step.
 * Thread-safe.
 */
public final class Timeline {
    private static final String END = """
            UPDATE timeline t
               SET ended_at = greatest(CAST(:at AS timestamptz), t.started_at),
                   account_id = coalesce(t.account_id, CAST(:account AS bigint))
             WHERE t.application_id = ANY (:ids) AND t.step = ANY (:steps) AND t.ended_at IS NULL
            RETURNING t.step, t.started_at, t.ended_at,
                (SELECT coalesce(sum(extract(epoch FROM p.ended_at - p.started_at)), 0)
                   FROM timeline p
                  WHERE p.application_id = t.application_id AND p.step = t.step AND p.round = t.round
                    AND p.ended_at IS NOT NULL) AS seconds_before
            """;

    private static final String BEGIN = """
            INSERT INTO timeline (application_id, step, round, started_at, account_id)
            SELECT f.id, :step, f.round, CAST(:at AS timestamptz), CAST(:account AS bigint)
              FROM unnest(:ids, :rounds) AS f (id, round)
            ON CONFLICT (application_id, step) WHERE ended_at IS NULL DO NOTHING
            """;

    private final Database database;
    private final MeterRegistry meters;
    private final Map<String, Procedure> known = new ConcurrentHashMap<>();

    public Timeline(Database database, MeterRegistry meters) {
        this.database = database;
        this.meters = meters;
    }

    /** The procedure with this name; it is read once, because only a migration changes it. */
    public Procedure procedure(String name) {
        Procedure procedure = known.get(name);
        if (procedure == null) {
            procedure = database.read(handle -> Procedure.read(handle, name));
            known.put(name, procedure);
        }
        return procedure;
    }

    /**
     * Writes down steps that are over already: those that start on the event, from one time to another.
     *
     * @param account who worked on them
     */
    public void past(
            Handle transaction, ClockedFile file, ProcedureEvent event, Instant from, Instant to, long account) {
        for (ProcedureStep step : procedure(transaction, file.procedure()).startingOn(event)) {
            transaction
                    .createUpdate("""
                            INSERT INTO timeline (application_id, step, round, started_at, ended_at, account_id)
                            VALUES (:application, :step, :round, :from, :to, :account)
                            """)
                    .bind("application", file.applicationId())
                    .bind("step", step.step())
                    .bind("round", file.round())
                    .bind("from", from)
                    .bind("to", to)
                    .bind("account", account)
                    .execute();
            countAfterCommit(transaction, step, Duration.between(from, to), Duration.ZERO);
        }
    }

    /**
     * Something happened while the file stays with the side that holds it: ends the steps that end on the event and
     * starts those that start on it, unless they run already.
     *
     * @param account who did it, where somebody with an account did
     */
    public void happened(
            Handle transaction, ClockedFile file, ProcedureEvent event, Instant at, @Nullable Long account) {
        Procedure procedure = procedure(transaction, file.procedure());
        end(transaction, List.of(file.applicationId()), procedure, procedure.endingOn(event), at, account);
        begin(transaction, List.of(file), procedure.startingOn(event), at, account);
    }

    /**
     * The file goes to the other side, or rests: every clock that runs is stopped, then the steps that start on one of the
     * events begin.
     *
     * @param file its round is the one the new steps belong to
     * @param events what happened; none when nobody works on the file any more
     * @param account who works on it from now on, where that is a person
     */
    public void handOver(
            Handle transaction,
            ClockedFile file,
            Collection<ProcedureEvent> events,
            Instant at,
            @Nullable Long account) {
        handOverAll(transaction, List.of(file), events, at, account);
    }

    /** Like {@link #handOver} for many files of one procedure in a few statements. */
    public void handOverAll(
            Handle transaction,
            List<ClockedFile> files,
            Collection<ProcedureEvent> events,
            Instant at,
            @Nullable Long account) {
        Map<String, List<ClockedFile>> byProcedure = new TreeMap<>();
        for (ClockedFile file : files) {
            byProcedure
                    .computeIfAbsent(file.procedure(), name -> new ArrayList<>())
                    .add(file);
        }
        byProcedure.forEach((name, members) -> {
            Procedure procedure = procedure(transaction, name);
            List<Long> ids = members.stream().map(ClockedFile::applicationId).toList();
            end(transaction, ids, procedure, procedure.steps(), at, null);
            for (ProcedureEvent event : events) {
                begin(transaction, members, procedure.startingOn(event), at, account);
            }
        });
    }

    /**
     * The timeline of a file.
     *
     * @param now up to when running clocks are counted
     */
    public TimelineView view(Handle handle, long applicationId, String procedure, Instant now) {
        List<TimelineReckoning.Row> rows = handle.createQuery("""
                        SELECT t.step, t.round, t.started_at, t.ended_at, p.full_name
                          FROM timeline t
                          LEFT JOIN account a ON a.id = t.account_id
                          LEFT JOIN person p ON p.id = a.person_id
                         WHERE t.application_id = :application
                         ORDER BY t.step, t.started_at, t.id
                        """)
                .bind("application", applicationId)
                .map((row, context) -> new TimelineReckoning.Row(
                        row.getInt("step"),
                        row.getInt("round"),
                        row.getObject("started_at", OffsetDateTime.class).toInstant(),
                        instant(row.getObject("ended_at", OffsetDateTime.class)),
                        row.getString("full_name")))
                .list();
        return TimelineReckoning.of(procedure(handle, procedure), rows, now);
    }

    private void end(
            Handle transaction,
            List<Long> ids,
            Procedure procedure,
            List<ProcedureStep> steps,
            Instant at,
            @Nullable Long account) {
        if (steps.isEmpty()) {
            return;
        }
        transaction
                .createQuery(END)
                .bind("at", at)
                .bind("account", account)
                .bindArray("ids", Long.class, ids)
                .bindArray(
                        "steps",
                        Integer.class,
                        steps.stream().map(ProcedureStep::step).toList())
                .map((row, context) -> new Ended(
                        row.getInt("step"),
                        Duration.between(
                                row.getObject("started_at", OffsetDateTime.class),
                                row.getObject("ended_at", OffsetDateTime.class)),
                        Duration.ofNanos((long) (row.getDouble("seconds_before") * 1e9))))
                .list()
                .forEach(ended -> procedure.steps().stream()
                        .filter(step -> step.step() == ended.step())
                        .forEach(step -> countAfterCommit(transaction, step, ended.took(), ended.before())));
    }

    private void begin(
            Handle transaction,
            List<ClockedFile> files,
            List<ProcedureStep> steps,
            Instant at,
            @Nullable Long account) {
        for (ProcedureStep step : steps) {
            transaction
                    .createUpdate(BEGIN)
                    .bind("step", step.step())
                    .bind("at", at)
                    .bind("account", account)
                    .bindArray(
                            "ids",
                            Long.class,
                            files.stream().map(ClockedFile::applicationId).toList())
                    .bindArray(
                            "rounds",
                            Integer.class,
                            files.stream().map(ClockedFile::round).toList())
                    .execute();
        }
    }

    private void countAfterCommit(Handle transaction, ProcedureStep step, Duration took, Duration before) {
        transaction.afterCommit(() -> {
            String tag = Integer.toString(step.step());
            meters.timer("segel.procedure.step", "step", tag).record(took);
            boolean overNow = before.plus(took).compareTo(step.norm()) > 0;
            if (overNow && before.compareTo(step.norm()) <= 0) {
                meters.counter("segel.procedure.overdue", "step", tag).increment();
            }
        });
    }

    private Procedure procedure(Handle handle, String name) {
        Procedure procedure = known.get(name);
        if (procedure == null) {
            procedure = Procedure.read(handle, name);
            known.put(name, procedure);
        }
        return procedure;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** A segment that ended now, and how long the step had taken in this round before it. */
    private record Ended(int step, Duration took, Duration before) {}
}
