package id.segel.ca.issuance;

import id.segel.ca.store.Sha256;

/**
 * An intent whose signature came back and was verified.
 *
 * @param intent what was intended
 * @param signature the signature value
 * @param certificate the whole certificate, DER
 */
record Signed(Intent intent, byte[] signature, byte[] certificate) {
    byte[] sha256() {
        return Sha256.of(certificate);
    }
}
