package id.segel.ca.profile;

import java.util.Objects;

/**
 * An extension that a profile adds by itself. Immutable.
 *
 * @param oid dotted object identifier
 * @param critical whether a relying party that does not know it must refuse the certificate
 * @param value what stands in extnValue, one DER value
 */
public record CustomExtension(String oid, boolean critical, byte[] value) {
    public CustomExtension {
        Objects.requireNonNull(oid);
        value = value.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }
}
