package id.segel.ca.status;

import id.segel.ca.store.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when CRLs are made: at start where one is missing or old, by schedule, and soon after a request. A failure of one
 * authority does not hold the others up and is tried again with growing pauses. {@link #tick} is called about four times a
 * second by one thread; everything else may be called from any.
 */
public final class CrlSchedule {
    private static final Logger LOG = LoggerFactory.getLogger(CrlSchedule.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Database database;
    private final CrlIssuer issuer;
    private final CrlSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<Integer, Instant> waitingSince = new ConcurrentHashMap<>();
    private final Map<Integer, Pause> pauses = new ConcurrentHashMap<>();
    private final Map<String, CrlStanding> standings = new ConcurrentHashMap<>();
    private final Set<String> outside = ConcurrentHashMap.newKeySet();
    private final Set<String> measured = ConcurrentHashMap.newKeySet();

    public CrlSchedule(Database database, CrlIssuer issuer, CrlSettings settings, MeterRegistry meters, Clock clock) {
        this.database = database;
        this.issuer = issuer;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Makes what is due.
     *
     * @return the results, for those who watch; empty when nothing was due
     * @throws id.segel.ca.refusal.RefusedException DATABASE_AWAY
     */
    public List<CrlResult> tick() {
        List<CrlResult> results = new ArrayList<>();
        for (CrlStanding standing : look()) {
            if (isDue(standing) && !isPausing(standing)) {
                CrlResult result = attempt(standing);
                if (result != null) {
                    results.add(result);
                }
            }
        }
        if (!results.isEmpty()) {
            look();
        }
        return results;
    }

    /** Names of authorities with a CRL that is missing or past half of its life, as of the last tick. */
    public List<String> pastHalfLife() {
        return standings.values().stream()
                .filter(CrlStanding::isPastHalfLife)
                .map(CrlStanding::authority)
                .sorted()
                .toList();
    }

    /** What is wrong with CRLs as of the last tick, and what to do: a sentence for each authority, none where all is well. */
    public List<String> complaints() {
        return standings.values().stream()
                .sorted(Comparator.comparing(CrlStanding::authority))
                .flatMap(standing -> complaint(standing).stream())
                .toList();
    }

    private Optional<String> complaint(CrlStanding standing) {
        boolean overdue = !standing.online() && standing.isRequestOverdue();
        if (!overdue && !standing.isPastHalfLife()) {
            return Optional.empty();
        }
        String what = "the CRL of " + standing.authority()
                + (overdue
                        ? " lacks a change of status since " + standing.requestedAt()
                        : standing.nextUpdate() == null
                                ? " is missing"
                                : " is past half of its life and ends at " + standing.nextUpdate());
        if (outside.contains(standing.authority())) {
            return Optional.of(what + ": take in a newer one with `segel custody import-crl`");
        }
        return Optional.of(what
                + (!standing.online()
                        ? ": hold the root CRL ceremony, or take in one made elsewhere with `segel custody import-crl`"
                        : ": it is made as soon as token and database answer; look at the log"));
    }

    private List<CrlStanding> look() {
        List<CrlStanding> seen = database.read(CrlDao::standings);
        List<CrlStanding> elsewhere = database.read(OutsideCrls::standings);
        elsewhere.forEach(standing -> outside.add(standing.authority()));
        Set<String> there = Stream.concat(seen.stream(), elsewhere.stream())
                .map(CrlStanding::authority)
                .collect(Collectors.toSet());
        standings.keySet().retainAll(there);
        Stream.concat(seen.stream(), elsewhere.stream()).forEach(this::note);
        return seen;
    }

    private void note(CrlStanding standing) {
        standings.put(standing.authority(), standing);
        if (measured.add(standing.authority())) {
            Gauge.builder("segel.crl.seconds.until.next.update", () -> untilNextUpdate(standing.authority()))
                    .description("seconds until the authority's earliest CRL is out of date; 0 where one is missing")
                    .tag("authority", standing.authority())
                    .register(meters);
            Gauge.builder("segel.crl.request.age.seconds", () -> requestAge(standing.authority()))
                    .description(
                            "seconds since a change of status waits to be shown on the authority's CRL; 0 for none")
                    .tag("authority", standing.authority())
                    .register(meters);
        }
    }

    private double requestAge(String authority) {
        CrlStanding standing = standings.get(authority);
        Instant requestedAt = standing == null ? null : standing.requestedAt();
        return requestedAt == null
                ? 0
                : Duration.between(requestedAt, clock.instant()).toSeconds();
    }

    private double untilNextUpdate(String authority) {
        CrlStanding standing = standings.get(authority);
        if (standing == null) {
            return Double.NaN;
        }
        Instant nextUpdate = standing.nextUpdate();
        return nextUpdate == null
                ? 0
                : Duration.between(clock.instant(), nextUpdate).toSeconds();
    }

    private boolean isDue(CrlStanding standing) {
        if (!standing.online()) {
            return false;
        }
        if (standing.requestedAt() == null) {
            waitingSince.remove(standing.authorityId());
            return standing.isDue(settings);
        }
        Instant since = waitingSince.computeIfAbsent(standing.authorityId(), id -> standing.now());
        boolean longEnough = Duration.between(since, standing.now()).compareTo(settings.longestWait()) >= 0;
        return longEnough || standing.isDue(settings);
    }

    private boolean isPausing(CrlStanding standing) {
        Pause pause = pauses.get(standing.authorityId());
        return pause != null && clock.instant().isBefore(pause.until());
    }

    private @Nullable CrlResult attempt(CrlStanding standing) {
        try {
            CrlResult result = issuer.issue(standing.authorityId());
            if (result.isBusy()) {
                return null;
            }
            waitingSince.remove(standing.authorityId());
            if (result.refused().isEmpty()) {
                pauses.remove(standing.authorityId());
            } else {
                pause(standing);
                LOG.error("CRLs of {} were refused and are not published: {}", standing.authority(), result.refused());
            }
            return result;
        } catch (RuntimeException e) {
            pause(standing);
            LOG.error("The CRLs of {} could not be made; trying again.", standing.authority(), e);
            return null;
        }
    }

    private void pause(CrlStanding standing) {
        pauses.compute(standing.authorityId(), (id, before) -> {
            Duration length =
                    before == null ? Duration.ofSeconds(1) : before.length().multipliedBy(2);
            Duration bounded = length.compareTo(LONGEST_PAUSE) < 0 ? length : LONGEST_PAUSE;
            return new Pause(clock.instant().plus(bounded), bounded);
        });
    }

    private record Pause(Instant until, Duration length) {}
}
