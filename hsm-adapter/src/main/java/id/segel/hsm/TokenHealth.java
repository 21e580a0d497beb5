package id.segel.hsm;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a token fares, from what is already known; asking for it does not ask the token.
 *
 * @param status the worst that is true
 * @param token the token's label
 * @param generation number of the generation in use, 0 before the first
 * @param lastSuccess when the token last did what it was asked, null if never
 * @param hanging calls that have not come back in time; each keeps a permit
 * @param detail a sentence for a person, with the remedy where there is something to mend
 * @param keys by key label: every expected key, and every other that was used
 */
public record TokenHealth(
        Status status,
        String token,
        long generation,
        @Nullable Instant lastSuccess,
        int hanging,
        String detail,
        Map<String, KeyHealth> keys) {
    public TokenHealth {
        keys = Map.copyOf(keys);
    }

    /** From well to worst. */
    public enum Status {
        /** Everything asked was answered. */
        UP,
        /** The token works, but the last use of some key failed, a call hangs, or a replica is away. */
        DEGRADED,
        /** The token cannot be used: unreachable, refused the PIN, or a call has not come back. */
        DOWN,
        /** Only a restart of this process helps. */
        RESTART_NEEDED
    }
}
