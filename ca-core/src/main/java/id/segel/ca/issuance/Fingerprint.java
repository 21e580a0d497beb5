package id.segel.ca.issuance;

import id.segel.ca.store.Sha256;

/** SHA-256 in a form to read aloud: sixteen groups of four hex digits. */
public final class Fingerprint {
    private Fingerprint() {}

    /** Of any bytes. */
    public static String of(byte[] bytes) {
        return Sha256.hex(bytes).replaceAll("(.{4})(?!$)", "$1 ");
    }
}
