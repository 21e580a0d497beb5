package id.segel.ca.lint.rule;

import java.util.Arrays;

/**
 * An extension that profile, issuer and approval promise, written out.
 *
 * @param name what people call it
 * @param oid dotted object identifier
 * @param critical whether it is critical
 * @param value content octets of extnValue
 */
record PromisedExtension(String name, String oid, boolean critical, byte[] value) {
    /** The whole Extension, DER: critical is DEFAULT FALSE and then left out. */
    byte[] encoded() {
        byte[] type = DerWriter.oid(oid);
        byte[] octets = DerWriter.value(DerWriter.OCTET_STRING, value);
        return critical ? DerWriter.sequence(type, DerWriter.isTrue(), octets) : DerWriter.sequence(type, octets);
    }

    boolean isSameAs(byte[] found) {
        return Arrays.equals(encoded(), found);
    }

    @Override
    public String toString() {
        return name + " (" + oid + ")";
    }
}
