package id.segel.ca.issuance;

import id.segel.ca.authority.AuthorityKeys;
import id.segel.ca.refusal.RefusedException;
import id.segel.hsm.Token;
import id.segel.hsm.TokenException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer: one thread claims, prepares and stores intents in batches, some threads sign, one records in batches. What
 * queued while a batch was committed goes into the next; with one application waiting the batch is one, and nothing waits
 * for a timer. Every stage is bounded by {@link IssuanceConfiguration#inFlight()}.
 *
 * <p>Start once, {@link #wake()} whenever there may be work, {@link #close()} to drain and stop.
 */
public final class IssuerWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerWorker.class);
    private static final Duration PROBE_PAUSE = Duration.ofSeconds(1);

    private final ClaimDao claims;
    private final Preparation preparation;
    private final IntentStore intents;
    private final Signing signing;
    private final Recorder recorder;
    private final Outcomes outcomes;
    private final AuthorityKeys keys;
    private final Token token;
    private final IssuanceMetrics metrics;
    private final IssuanceConfiguration configuration;

    private final Semaphore places;
    private final Semaphore wakeUps = new Semaphore(0);
    private final BlockingQueue<IntentStore.Stored> toSign;
    private final BlockingQueue<Signed> toRecord;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    IssuerWorker(IssuanceParts parts, AuthorityKeys keys, Token token, IssuanceConfiguration configuration) {
        this.claims = parts.claims();
        this.preparation = parts.preparation();
        this.intents = parts.intents();
        this.signing = parts.signing();
        this.recorder = parts.recorder();
        this.outcomes = parts.outcomes();
        this.metrics = parts.metrics();
        this.keys = keys;
        this.token = token;
        this.configuration = configuration;
        this.places = new Semaphore(configuration.inFlight());
        this.toSign = new ArrayBlockingQueue<>(configuration.inFlight());
        this.toRecord = new ArrayBlockingQueue<>(configuration.inFlight());
        metrics.gauge("segel.issuance.in.flight", places, free -> configuration.inFlight() - free.availablePermits());
    }

    public void start() {
        run("issuer-claim", this::claimLoop);
        for (int i = 1; i <= configuration.signers(); i++) {
            run("issuer-sign-" + i, this::signLoop);
        }
        run("issuer-record", this::recordLoop);
    }

    /** There may be work: an approval was committed here or, by a notification, on another node. */
    public void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    private void run(String name, Runnable loop) {
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void claimLoop() {
        while (!stopping) {
            try {
                if (!claimOnce()) {
                    boolean woken = wakeUps.tryAcquire(configuration.poll().toMillis(), TimeUnit.MILLISECONDS);
                    if (woken) {
                        wakeUps.drainPermits();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RefusedException databaseAway) {
                pause(PROBE_PAUSE);
            } catch (RuntimeException e) {
                LOG.error("the issuer's claim failed; it goes on in a second", e);
                pause(PROBE_PAUSE);
            }
        }
    }

    /** One round; true when there may be more to claim at once. */
    private boolean claimOnce() throws InterruptedException {
        if (!tokenAnswers()) {
            return false;
        }
        if (!places.tryAcquire(1, 1, TimeUnit.SECONDS)) {
            return true;
        }
        int taken = 1;
        while (taken < configuration.batch() && places.tryAcquire()) {
            taken++;
        }
        int used = 0;
        try {
            int wanted = taken;
            List<Claimed> claimed = metrics.time(
                    "claim",
                    () -> claims.claim(wanted, UUID.randomUUID(), configuration.lease(), configuration.approvalLife()));
            List<Intent> ready = prepare(claimed);
            if (!ready.isEmpty()) {
                Failpoint.BEFORE_INTENT.pass();
                List<IntentStore.Stored> stored = metrics.time("intent", () -> intents.store(ready));
                Failpoint.AFTER_INTENT.pass();
                explainRefused(ready, stored);
                for (IntentStore.Stored member : stored) {
                    toSign.put(member);
                    used++;
                }
            }
            return claimed.size() == wanted;
        } finally {
            places.release(taken - used);
        }
    }

    /** No claim while the key's health is red; a red token is asked for its challenge until it answers. */
    private boolean tokenAnswers() {
        if (keys.healthy()) {
            return true;
        }
        try {
            token.challenge();
            return keys.healthy();
        } catch (TokenException e) {
            return false;
        }
    }

    private List<Intent> prepare(List<Claimed> claimed) {
        List<Intent> ready = new ArrayList<>(claimed.size());
        for (Claimed application : claimed) {
            try {
                Preparation.Result result = metrics.time("prepare", () -> preparation.prepare(application));
                if (result instanceof Preparation.Result.Ready prepared) {
                    ready.add(prepared.intent());
                } else if (result instanceof Preparation.Result.Refused refused) {
                    metrics.refused(refused.fault());
                    refused.rules().forEach(metrics::lintFinding);
                    outcomes.voidApproval(application, refused.fault(), refused.detail());
                }
            } catch (RefusedException databaseAway) {
                throw databaseAway;
            } catch (RuntimeException e) {
                LOG.error("application {} cannot be prepared", application.number(), e);
                outcomes.voidApproval(
                        application,
                        IssueFault.PROFILE_NOT_MET,
                        "preparing failed: " + e.getClass().getSimpleName());
            }
        }
        return ready;
    }

    /** What the database did not keep was refused by a constraint or by a change since the claim: the approval is void. */
    private void explainRefused(List<Intent> wanted, List<IntentStore.Stored> stored) {
        if (wanted.size() == stored.size()) {
            return;
        }
        Set<String> kept =
                stored.stream().map(s -> s.intent().serialHex()).collect(java.util.stream.Collectors.toSet());
        for (Intent intent : wanted) {
            if (!kept.contains(intent.serialHex())) {
                Claimed application = Objects.requireNonNull(intent.application());
                IssueFault fault = intents.explainRefusal(intent);
                metrics.refused(fault);
                outcomes.voidApproval(application, fault, "refused by the database at the intent");
            }
        }
    }

    private void signLoop() {
        while (true) {
            try {
                IntentStore.Stored stored = toSign.poll(200, TimeUnit.MILLISECONDS);
                if (stored != null) {
                    sign(stored);
                } else if (stopping) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void sign(IntentStore.Stored stored) throws InterruptedException {
        boolean handedOn = false;
        try {
            Signing.Result result = metrics.time("sign", () -> signing.signInPlace(stored));
            if (result instanceof Signing.Result.Done done) {
                toRecord.put(done.signed());
                handedOn = true;
            } else if (result instanceof Signing.Result.NotStarted notStarted) {
                LOG.warn(
                        "certificate {} was not signed: {}",
                        stored.intent().objectId(),
                        notStarted.cause().getMessage());
                metrics.ended("abandoned");
                untilDecided(() -> outcomes.abandon(stored.intent(), IssueFault.TOKEN_AWAY));
            } else if (result instanceof Signing.Result.Unknown unknown) {
                LOG.error(
                        "the outcome of signing certificate {} is unknown; it becomes an orphan",
                        stored.intent().objectId(),
                        unknown.cause());
                metrics.ended("orphaned");
                untilDecided(() -> outcomes.orphan(stored.intent(), IssueFault.OUTCOME_UNKNOWN));
            }
        } finally {
            if (!handedOn) {
                places.release();
            }
        }
    }

    private void recordLoop() {
        List<Signed> batch = new ArrayList<>();
        while (true) {
            try {
                Signed first = toRecord.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    if (stopping && places.availablePermits() == configuration.inFlight()) {
                        return;
                    }
                    continue;
                }
                batch.clear();
                batch.add(first);
                toRecord.drainTo(batch, configuration.batch() - 1);
                Failpoint.BEFORE_RECORD.pass();
                List<Signed> members = List.copyOf(batch);
                try {
                    untilDecided(() -> {
                        Set<String> recorded = metrics.time("record", () -> recorder.record(members));
                        metrics.issued(members, recorded);
                    });
                } finally {
                    places.release(members.size());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("a record failed for good; the reconciler will decide its intents", e);
            }
        }
    }

    /** Repeats database work, never a signature, until it is decided or the reconciler surely has done it. */
    private void untilDecided(Runnable work) throws InterruptedException {
        long giveUp = System.nanoTime() + configuration.lease().multipliedBy(2).toNanos();
        Duration wait = Duration.ofMillis(50);
        while (true) {
            try {
                work.run();
                return;
            } catch (RefusedException databaseAway) {
                if (System.nanoTime() - giveUp > 0) {
                    throw databaseAway;
                }
                TimeUnit.MILLISECONDS.sleep(wait.toMillis());
                wait = wait.multipliedBy(2).compareTo(Duration.ofSeconds(2)) < 0
                        ? wait.multipliedBy(2)
                        : Duration.ofSeconds(2);
            }
        }
    }

    private static void pause(Duration duration) {
        try {
            TimeUnit.MILLISECONDS.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Claims nothing more, finishes what was claimed, then stops; what does not finish in time is the reconciler's. */
    @Override
    public void close() {
        stopping = true;
        wakeUps.release();
        long deadline =
                System.nanoTime() + configuration.signDeadline().plusSeconds(5).toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
