package id.segel.hsm;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that hold the same keys, one or several, and which of them is asked next: in turn, those that work before
 * those that do not, those with a free place before those without. Safe for use by many threads.
 */
final class Replicas implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);

    private final List<Member> members;
    private final boolean lenient;
    private final AtomicInteger turn = new AtomicInteger();

    private Replicas(List<Member> members, boolean lenient) {
        this.members = List.copyOf(members);
        this.lenient = lenient;
    }

    static Replicas open(
            List<TokenConfiguration> configurations,
            MeterRegistry meters,
            Clock clock,
            SecureRandom random,
            boolean lenient) {
        if (configurations.isEmpty()) {
            throw new IllegalArgumentException("No token is named. Name at least one.");
        }
        List<Member> members = new ArrayList<>();
        boolean ready = false;
        try {
            Set<String> names = new HashSet<>();
            for (TokenConfiguration configuration : configurations) {
                String name = configuration.label();
                for (int i = 2; !names.add(name); i++) {
                    name = configuration.label() + "#" + i;
                }
                members.add(Member.open(configuration, name, meters, clock, random, lenient));
            }
            ready = true;
            return new Replicas(members, lenient);
        } finally {
            if (!ready) {
                members.forEach(Member::close);
            }
        }
    }

    Member first() {
        return members.get(0);
    }

    /**
     * The only one.
     *
     * @throws TokenException if there are several: what is made on one of them would be missing on the others
     */
    Member only() {
        if (members.size() > 1) {
            throw new TokenException(
                    "Keys are not made and certificates not stored on several tokens at once",
                    first().engine().place(),
                    null,
                    "Open one of them alone for the ceremony, and clone it with the vendor's program afterwards.",
                    null);
        }
        return first();
    }

    /** A generation of whichever has one. */
    Generation generation() {
        for (Member member : members) {
            Generation newest = member.engine().generations().newest();
            if (newest != null) {
                return newest;
            }
        }
        return first().generation();
    }

    private boolean ready() {
        return members.stream().anyMatch(member -> member.engine().generations().newest() != null);
    }

    SigningKey signingKey(String label) {
        List<CertifiedKey> keys = members.stream()
                .map(member -> new CertifiedKey(member.engine(), label))
                .toList();
        if (!lenient || ready()) {
            asked(member -> {
                new CertifiedKey(member.engine(), label).prove();
                return true;
            });
        }
        return keys.size() == 1 ? keys.get(0) : new ReplicatedSigningKey(this, label);
    }

    WrappingKey wrappingKey(String label) {
        requireOffered(label, KeyInfo.Kind.WRAPPING, Generation::wrapping);
        return members.size() == 1
                ? new GcmKey(first().engine(), label, first().random())
                : new ReplicatedWrappingKey(this, label);
    }

    MacKey macKey(String label) {
        requireOffered(label, KeyInfo.Kind.MAC, Generation::mac);
        return members.size() == 1 ? new HmacKey(first().engine(), label) : new ReplicatedMacKey(this, label);
    }

    private void requireOffered(String label, KeyInfo.Kind kind, Function<Generation, Map<String, ?>> keys) {
        if (lenient && !ready()) {
            return;
        }
        Generation generation = generation();
        if (!keys.apply(generation).containsKey(label)) {
            throw KeyRefusals.explain(
                    generation,
                    label,
                    kind,
                    first().engine().place().slot(generation.slot()).key(label));
        }
    }

    /** Something a member is asked that may be asked of another instead, if the first did not do it. */
    @FunctionalInterface
    interface Question<T> {
        T of(Member member);
    }

    /**
     * Asks one after the other until one answers. What may have been done already, or would be refused by all of them
     * alike, is not asked again.
     *
     * @throws TokenException what the last one threw, the others suppressed
     */
    <T> T asked(Question<T> question) {
        List<TokenException> failures = new ArrayList<>();
        for (Member member : inTurn()) {
            try {
                return question.of(member);
            } catch (SignatureOutcomeUnknownException | BadCiphertextException e) {
                throw e;
            } catch (TokenException e) {
                failures.add(e);
            }
        }
        TokenException last = failures.remove(failures.size() - 1);
        failures.forEach(last::addSuppressed);
        throw last;
    }

    private List<Member> inTurn() {
        if (members.size() == 1) {
            return members;
        }
        List<Member> free = new ArrayList<>();
        List<Member> busy = new ArrayList<>();
        List<Member> away = new ArrayList<>();
        int start = Math.floorMod(turn.getAndIncrement(), members.size());
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get((start + i) % members.size());
            if (!member.works()) {
                away.add(member);
            } else if (member.engine().operations().available() > 0) {
                free.add(member);
            } else {
                busy.add(member);
            }
        }
        free.addAll(busy);
        free.addAll(away);
        return free;
    }

    void challenge() {
        each(Member::challenge);
    }

    void refresh() {
        each(member -> member.engine().refresh());
    }

    /** What can be done to one member. */
    @FunctionalInterface
    interface Action {
        void on(Member member);
    }

    /** Does it to every member; of several, one that did it is enough. */
    void each(Action action) {
        @Nullable TokenException first = null;
        int failed = 0;
        for (Member member : members) {
            try {
                action.on(member);
            } catch (TokenException e) {
                failed++;
                if (members.size() > 1) {
                    LOG.warn("One of {} tokens with the same keys did not do it: {}", members.size(), e.getMessage());
                }
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null && failed == members.size()) {
            throw first;
        }
    }

    TokenHealth health() {
        List<TokenHealth> all = members.stream().map(Member::health).toList();
        if (all.size() == 1) {
            return all.get(0);
        }
        TokenHealth best = all.get(0);
        Instant lastSuccess = null;
        int hanging = 0;
        boolean allUp = true;
        Map<String, KeyHealth> keys = new HashMap<>();
        List<String> ill = new ArrayList<>();
        for (TokenHealth health : all) {
            best = health.status().compareTo(best.status()) < 0 ? health : best;
            lastSuccess = later(lastSuccess, health.lastSuccess());
            hanging += health.hanging();
            health.keys().forEach((label, key) -> keys.merge(label, key, Replicas::better));
            if (health.status() != TokenHealth.Status.UP) {
                allUp = false;
                ill.add(health.detail());
            }
        }
        boolean some = best.status() == TokenHealth.Status.UP && !allUp;
        return new TokenHealth(
                some ? TokenHealth.Status.DEGRADED : best.status(),
                first().engine().configuration().label(),
                all.stream().mapToLong(TokenHealth::generation).sum(),
                lastSuccess,
                hanging,
                allUp
                        ? best.detail()
                        : ill.size() + " of " + all.size() + " tokens with these keys: " + String.join(" ", ill),
                keys);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    private static KeyHealth better(KeyHealth one, KeyHealth other) {
        if (one.status() != other.status()) {
            return one.status().compareTo(other.status()) < 0 ? one : other;
        }
        Instant last = one.lastSuccess();
        Instant others = other.lastSuccess();
        return others != null && (last == null || others.isAfter(last)) ? other : one;
    }

    @Override
    public void close() {
        members.forEach(Member::close);
    }
}
