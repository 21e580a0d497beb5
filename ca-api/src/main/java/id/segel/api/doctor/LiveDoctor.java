package id.segel.api.doctor;

import id.segel.api.config.ServiceConfiguration;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import id.segel.hsm.TokenStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The running server's own look at the tokens it has open, so that nobody else needs to log in to them. One look at a
 * time; whoever asks meanwhile, or within a few seconds, is given the same. Safe for use by many threads.
 */
public final class LiveDoctor {
    /** How long one who asks is kept waiting; a look that takes longer goes on, and what it has found is told. */
    static final Duration PATIENCE = Duration.ofSeconds(25);

    /** How long what was found is given to others. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    /** When no further key is begun. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Places at a token a look takes at most, so that a busy issuer goes on issuing. */
    private static final int PLACES = 2;

    private final Check look;
    private final Clock clock;
    private final Duration patience;
    private final Duration kept;
    private @Nullable Round round;

    /**
     * @param tokens open, by purpose
     */
    public LiveDoctor(
            ServiceConfiguration configuration, Map<TokenPurpose, Token> tokens, Clock clock, SecureRandom random) {
        this(findings -> examine(configuration, Map.copyOf(tokens), random, findings), clock, PATIENCE, KEPT);
    }

    LiveDoctor(Check look, Clock clock, Duration patience, Duration kept) {
        this.look = look;
        this.clock = clock;
        this.patience = patience;
        this.kept = kept;
    }

    /** One look. */
    private static final class Round {
        final Findings findings = new Findings();
        final CompletableFuture<Diagnosis> done = new CompletableFuture<>();
        volatile long doneNanos;
    }

    /** What is found now, or was a moment ago. Bounded in time, never throws. */
    Diagnosis ask() {
        Round now = current();
        try {
            return now.done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return unfinished(now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unfinished(now);
        }
    }

    private synchronized Round current() {
        Round last = round;
        if (last != null && (!last.done.isDone() || System.nanoTime() - last.doneNanos < kept.toNanos())) {
            return last;
        }
        Round begun = new Round();
        round = begun;
        Thread thread = new Thread(() -> run(begun), "doctor");
        thread.setDaemon(true);
        thread.start();
        return begun;
    }

    private void run(Round begun) {
        look.lookSafely(begun.findings);
        begun.doneNanos = System.nanoTime();
        begun.done.complete(Diagnosis.of(begun.findings, clock.instant()));
    }

    private Diagnosis unfinished(Round now) {
        Findings sofar = new Findings();
        now.findings.all().forEach(sofar::add);
        sofar.error(
                Topic.DOCTOR,
                "The look at the tokens has not come to its end within " + patience.toSeconds()
                        + " s: a token does not answer",
                "See which token is missing above, and that its device answers.");
        return Diagnosis.of(sofar, clock.instant());
    }

    private static void examine(
            ServiceConfiguration configuration,
            Map<TokenPurpose, Token> tokens,
            SecureRandom random,
            Findings findings) {
        Deadline deadline = Deadline.in(LIMIT);
        TokenExamination examination = new TokenExamination(random);
        boolean storeSeen = false;
        for (ConfiguredToken configured : ConfiguredToken.of(configuration)) {
            Token token = tokens.get(configured.purpose());
            if (token == null) {
                continue;
            }
            Optional<LibraryCheck.Located> located = LibraryCheck.look(configured, findings);
            if (!storeSeen && located.isPresent() && located.get().module().isSoftHsm()) {
                storeSeen = true;
                new StoreCheck(
                                TokenStore::ofThisProcess,
                                System.getProperty("user.name"),
                                ProcessHandle.current().pid())
                        .look(findings);
            }
            if (configured.index() > 0) {
                // The server uses it in turn with the first one, and the keys were or will be looked at there.
                continue;
            }
            Findings here = findings.in(configured.part());
            TokenExamination.health(token, here);
            int places = Math.min(PLACES, configured.permits());
            examination.look(
                    new OpenToken(
                            configured,
                            token,
                            places,
                            "beside a running server at most " + places + " places are taken",
                            located.map(LibraryCheck.Located::mechanisms).orElse(java.util.List.of()),
                            deadline),
                    here);
        }
    }
}
