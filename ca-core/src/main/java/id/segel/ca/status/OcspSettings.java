package id.segel.ca.status;

import java.time.Duration;

/**
 * How long OCSP answers hold.
 *
 * @param validity nextUpdate after thisUpdate; at most 24 h
 * @param maxAge how long a cache may keep an answer; at most 300 s, so that a revocation shows soon
 */
public record OcspSettings(Duration validity, Duration maxAge) {
    public OcspSettings {
        require("validity", validity, Duration.ofHours(24));
        require("maxAge", maxAge, Duration.ofSeconds(300));
        if (maxAge.compareTo(validity) > 0) {
            throw new IllegalArgumentException(
                    "OCSP answers valid for " + validity + " cannot be cached for " + maxAge);
        }
    }

    /** Valid for an hour, cached for five minutes. */
    public static OcspSettings standard() {
        return new OcspSettings(Duration.ofHours(1), Duration.ofSeconds(300));
    }

    private static void require(String name, Duration value, Duration most) {
        if (value.toSeconds() < 1 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "the OCSP setting " + name + " is " + value + "; choose 1 s to " + most.toSeconds() + " s");
        }
    }
}
