package id.segel.hsm.cryptoki;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Attributes for searching, creating and generating. Not safe for use by several threads. */
public final class Template {
    private static final int HEADER = 24;

    private final Map<Long, byte[]> attributes = new LinkedHashMap<>();

    /** Sets a CK_ULONG. */
    public Template number(long type, long value) {
        return bytes(
                type,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.nativeOrder())
                        .putLong(value)
                        .array());
    }

    /** Sets a CK_BBOOL. */
    public Template flag(long type, boolean value) {
        return bytes(type, new byte[] {(byte) (value ? 1 : 0)});
    }

    /** Sets UTF-8 text. */
    public Template text(long type, String value) {
        return bytes(type, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets bytes. */
    public Template bytes(long type, byte[] value) {
        attributes.put(type, value.clone());
        return this;
    }

    int size() {
        return attributes.size();
    }

    /** The CK_ATTRIBUTE array and its values in one block, so that no value is collected while the array is in use. */
    Memory block() {
        long values =
                attributes.values().stream().mapToLong(value -> value.length).sum();
        Memory block = new Memory(Math.max(1, (long) HEADER * attributes.size() + values));
        long header = 0;
        long offset = (long) HEADER * attributes.size();
        for (Map.Entry<Long, byte[]> attribute : attributes.entrySet()) {
            byte[] value = attribute.getValue();
            block.setLong(header, attribute.getKey());
            block.setPointer(header + 8, value.length == 0 ? Pointer.NULL : block.share(offset));
            block.setLong(header + 16, value.length);
            block.write(offset, value, 0, value.length);
            header += HEADER;
            offset += value.length;
        }
        return block;
    }
}
