package id.segel.ca.status;

import java.time.Instant;

/**
 * A CRL stored before it is signed.
 *
 * @param id the row's id
 * @param scope what it speaks for
 * @param number its CRL number
 * @param thisUpdate whole second
 * @param nextUpdate whole second
 * @param entries how many
 * @param tbs the exact TBSCertList
 */
record CrlIntent(
        long id, CrlScope scope, long number, Instant thisUpdate, Instant nextUpdate, int entries, byte[] tbs) {
    CrlIntent withId(long stored) {
        return new CrlIntent(stored, scope, number, thisUpdate, nextUpdate, entries, tbs);
    }
}
