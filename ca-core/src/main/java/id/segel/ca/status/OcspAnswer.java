package id.segel.ca.status;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An OCSP response and what a cache may do with it (RFC 5019 6).
 *
 * @param der OCSPResponse
 * @param status its status
 * @param maxAge how long it may be cached; zero means no-store
 * @param thisUpdate when its facts were true; null where it states none
 * @param nextUpdate until when they may be relied on; null where it states none
 */
public record OcspAnswer(
        byte[] der,
        OcspStatus status,
        Duration maxAge,
        @Nullable Instant thisUpdate,
        @Nullable Instant nextUpdate) {
    public boolean mayBeCached() {
        return !maxAge.isZero();
    }
}
