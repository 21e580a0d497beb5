package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.ca.status.CrlSettings;
import id.segel.ca.status.OcspSettings;
import java.time.Duration;

/**
 * When CRLs are made and how long CRLs and OCSP answers hold.
 *
 * @param crlEvery a new CRL at least so often
 * @param crlValidity nextUpdate after thisUpdate
 * @param crlDebounce how long a revocation waits for others to come with it
 * @param ocspValidity nextUpdate after thisUpdate
 * @param ocspMaxAge how long caches may keep an answer
 */
public record StatusSettings(
        @Default("12h") Duration crlEvery,
        @Default("7d") Duration crlValidity,
        @Default("1s") Duration crlDebounce,
        @Default("1h") Duration ocspValidity,
        @Default("5m") Duration ocspMaxAge) {
    public StatusSettings {
        // Both refuse what does not fit, with a sentence.
        new CrlSettings(crlEvery, crlValidity, crlDebounce);
        new OcspSettings(ocspValidity, ocspMaxAge);
    }

    public CrlSettings crl() {
        return new CrlSettings(crlEvery, crlValidity, crlDebounce);
    }

    public OcspSettings ocsp() {
        return new OcspSettings(ocspValidity, ocspMaxAge);
    }
}
