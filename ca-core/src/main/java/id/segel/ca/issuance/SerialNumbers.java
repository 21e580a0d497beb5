package id.segel.ca.issuance;

import java.security.SecureRandom;

/** Serial numbers of 20 octets with 158 random bits or more: positive, never zero in front (RFC 5280 4.1.2.2). Thread-safe. */
final class SerialNumbers {
    private static final int OCTETS = 20;

    private final SecureRandom random;

    SerialNumbers(SecureRandom random) {
        this.random = random;
    }

    byte[] next() {
        byte[] serial = new byte[OCTETS];
        do {
            random.nextBytes(serial);
            serial[0] &= 0x7f;
        } while (serial[0] == 0);
        return serial;
    }
}
