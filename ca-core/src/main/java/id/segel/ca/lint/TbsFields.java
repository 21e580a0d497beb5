package id.segel.ca.lint;

import java.util.Arrays;
import java.util.Locale;

/**
 * The fields of a TBSCertificate (RFC 5280 4.1) as they stand in its bytes, cut by length and not encoded again. Absent
 * fields are empty. Only forms that DER allows are read.
 *
 * @param version content of [0]
 * @param serial content octets of serialNumber
 * @param signature AlgorithmIdentifier
 * @param issuer Name
 * @param notBefore Time, with tag and length
 * @param notAfter Time, with tag and length
 * @param subject Name
 * @param subjectPublicKeyInfo SubjectPublicKeyInfo
 * @param issuerUniqueId [1]
 * @param subjectUniqueId [2]
 * @param extensions content of [3]
 */
record TbsFields(
        byte[] version,
        byte[] serial,
        byte[] signature,
        byte[] issuer,
        byte[] notBefore,
        byte[] notAfter,
        byte[] subject,
        byte[] subjectPublicKeyInfo,
        byte[] issuerUniqueId,
        byte[] subjectUniqueId,
        byte[] extensions) {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final byte[] NONE = new byte[0];

    /**
     * @throws IllegalArgumentException saying where the bytes stop being a TBSCertificate
     */
    static TbsFields of(byte[] tbs) {
        Cursor whole = new Cursor(tbs, 0, tbs.length);
        Cursor cursor = whole.enter(SEQUENCE, "TBSCertificate");
        whole.requireEnd("TBSCertificate");
        byte[] version = cursor.nextIs(0xA0) ? cursor.content(0xA0, "version") : NONE;
        byte[] serial = cursor.content(INTEGER, "serialNumber");
        byte[] signature = cursor.element(SEQUENCE, "signature");
        byte[] issuer = cursor.element(SEQUENCE, "issuer");
        Cursor validity = cursor.enter(SEQUENCE, "validity");
        byte[] notBefore = validity.anyElement("notBefore");
        byte[] notAfter = validity.anyElement("notAfter");
        validity.requireEnd("validity");
        byte[] subject = cursor.element(SEQUENCE, "subject");
        byte[] key = cursor.element(SEQUENCE, "subjectPublicKeyInfo");
        byte[] issuerUniqueId = cursor.nextIs(0x81) ? cursor.content(0x81, "issuerUniqueID") : NONE;
        byte[] subjectUniqueId = cursor.nextIs(0x82) ? cursor.content(0x82, "subjectUniqueID") : NONE;
        byte[] extensions = cursor.nextIs(0xA3) ? cursor.content(0xA3, "extensions") : NONE;
        cursor.requireEnd("TBSCertificate");
        return new TbsFields(
                version,
                serial,
                signature,
                issuer,
                notBefore,
                notAfter,
                subject,
                key,
                issuerUniqueId,
                subjectUniqueId,
                extensions);
    }

    /** A place in the bytes and the end of what may be read. */
    private static final class Cursor {
        private final byte[] bytes;
        private final int end;
        private int at;

        Cursor(byte[] bytes, int start, int end) {
            this.bytes = bytes;
            this.at = start;
            this.end = end;
        }

        boolean nextIs(int tag) {
            return at < end && (bytes[at] & 0xFF) == tag;
        }

        void requireEnd(String what) {
            if (at != end) {
                throw new IllegalArgumentException(what + " has octets beyond its last field, from octet " + at);
            }
        }

        Cursor enter(int tag, String what) {
            int length = header(tag, what);
            Cursor inner = new Cursor(bytes, at, at + length);
            at += length;
            return inner;
        }

        byte[] content(int tag, String what) {
            int length = header(tag, what);
            at += length;
            return Arrays.copyOfRange(bytes, at - length, at);
        }

        byte[] element(int tag, String what) {
            int start = at;
            int length = header(tag, what);
            at += length;
            return Arrays.copyOfRange(bytes, start, at);
        }

        byte[] anyElement(String what) {
            if (at >= end) {
                throw new IllegalArgumentException(what + " is missing at octet " + at);
            }
            return element(bytes[at] & 0xFF, what);
        }

        private int header(int tag, String what) {
            if (!nextIs(tag)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s should begin at octet %d with tag %02x, but there is %s",
                        what,
                        at,
                        tag,
                        at < end ? String.format(Locale.ROOT, "%02x", bytes[at]) : "nothing"));
            }
            at++;
            int length = octet(what);
            if (length >= 0x80) {
                int octets = length - 0x80;
                if (octets < 1 || octets > 3) {
                    throw new IllegalArgumentException(what + " has no definite length at octet " + at);
                }
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = length << 8 | octet(what);
                }
            }
            if (length > end - at) {
                throw new IllegalArgumentException(what + " is longer than what is left at octet " + at);
            }
            return length;
        }

        private int octet(String what) {
            if (at >= end) {
                throw new IllegalArgumentException(what + " ends within its length at octet " + at);
            }
            return bytes[at++] & 0xFF;
        }
    }
}
