package id.segel.hsm.cryptoki;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;

/** Attributes read from an object. What the token did not give away is absent. Immutable. */
public final class Attributes {
    private final Map<Long, byte[]> values;

    Attributes(Map<Long, byte[]> values) {
        this.values = Map.copyOf(values);
    }

    /** Whether the token gave this attribute. */
    public boolean has(long type) {
        return values.containsKey(type);
    }

    /** A CK_BBOOL; one that is absent counts as {@code absent}, so that the caller decides which is the safe side. */
    public boolean flag(long type, boolean absent) {
        byte[] value = values.get(type);
        return (value == null || value.length != 1) ? absent : value[0] != 0;
    }

    /** Bytes, none if absent. */
    public byte[] bytes(long type) {
        byte[] value = values.get(type);
        return value == null ? new byte[0] : value.clone();
    }

    /** UTF-8 text, empty if absent. */
    public String text(long type) {
        return new String(bytes(type), StandardCharsets.UTF_8);
    }

    /** A CK_ULONG. */
    public OptionalLong number(long type) {
        byte[] value = values.get(type);
        return value == null || value.length != 8
                ? OptionalLong.empty()
                : OptionalLong.of(
                        ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong());
    }

    /** An unsigned big-endian number, zero if absent. */
    public BigInteger bigInteger(long type) {
        return new BigInteger(1, bytes(type));
    }
}
