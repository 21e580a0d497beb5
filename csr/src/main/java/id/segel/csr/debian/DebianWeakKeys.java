package id.segel.csr.debian;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The list of Debian's weak keys. Immutable and safe for use by several threads; about 4 MB of memory for the bundled
 * one.
 *
 * <p>A key is known by the first 5 bytes of the SHA-256 of its number: an RSA key's modulus, an EC key's x coordinate,
 * unsigned, most significant byte first, without leading zero bytes. So the public exponent and the sign of the point
 * do not matter: whoever knows one private key knows the other.
 *
 * <p>The file, all numbers most significant byte first:
 *
 * <pre>
 * 8 bytes   {@link #MAGIC}
 * for each of {@link ListedKeys}, in their order:
 *   4 bytes      number of keys, n
 *   65,536 bytes how many of the keys have bytes 0 and 1 of the hash equal to 0, 1, ... 65535
 *   3 n bytes    bytes 2 to 4 of the hashes, ascending by the whole hash, no hash twice
 * 4 bytes   CRC-32 of everything before
 * </pre>
 *
 * <p>With 40 bits kept, an honest key is mistaken for a listed one once in 2^40 / n cases: see
 * {@code docs/debian-weak-keys.md}.
 */
public final class DebianWeakKeys {

    static final String MAGIC = "SEGELDW1";
    static final int PREFIXES = 1 << 16;
    static final int REST = 3;
    static final String RESOURCE = "debian-weak-keys.bin";

    /** More than any list of ours, so that a wrong file cannot fill the memory. */
    private static final int MAX_BYTES = 8 << 20;

    /** Read by the first who asks; what could not be read stays so until the program is started again. */
    private static final class Bundled {
        static final @Nullable DebianWeakKeys LIST;
        static final String FAULT;

        static {
            DebianWeakKeys list = null;
            String fault = "";
            try (InputStream in = DebianWeakKeys.class.getResourceAsStream(RESOURCE)) {
                list = read(in);
            } catch (IOException e) {
                fault = String.valueOf(e.getMessage());
            }
            LIST = list;
            FAULT = fault;
        }
    }

    /**
     * One kind's keys.
     *
     * @param starts where each prefix's keys begin in {@code rests}, counted in keys; one more than there are prefixes
     * @param rests as in the file
     */
    private record Table(int[] starts, byte[] rests) {

        boolean contains(byte[] hash) {
            int prefix = prefix(hash);
            int wanted = rest(hash, 2);
            int low = starts[prefix];
            int high = starts[prefix + 1] - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int found = rest(rests, middle * REST);
                if (found == wanted) {
                    return true;
                }
                if (found < wanted) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return false;
        }
    }

    private final Map<ListedKeys, Table> tables;

    private DebianWeakKeys(Map<ListedKeys, Table> tables) {
        this.tables = tables;
    }

    /**
     * The list that comes with Segel.
     *
     * @throws IllegalStateException when it is missing or damaged
     */
    public static DebianWeakKeys bundled() {
        DebianWeakKeys list = Bundled.LIST;
        if (list == null) {
            throw new IllegalStateException(Bundled.FAULT);
        }
        return list;
    }

    /**
     * Reads a list.
     *
     * @param in the file; null when there is none
     * @throws IOException with a sentence for a person when it is missing, cut off, too long or changed
     */
    static DebianWeakKeys read(@Nullable InputStream in) throws IOException {
        if (in == null) {
            throw damaged("is missing");
        }
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < magic.length + Integer.BYTES || bytes.length > MAX_BYTES) {
            throw damaged("has " + bytes.length + " bytes");
        }
        if (!Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length)) {
            throw damaged("does not begin with " + MAGIC);
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, bytes.length - Integer.BYTES);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if ((int) checksum.getValue() != buffer.getInt(bytes.length - Integer.BYTES)) {
            throw damaged("does not have the checksum it says");
        }
        buffer.position(magic.length).limit(bytes.length - Integer.BYTES);
        Map<ListedKeys, Table> tables = new EnumMap<>(ListedKeys.class);
        for (ListedKeys kind : ListedKeys.values()) {
            tables.put(kind, table(buffer, kind));
        }
        if (buffer.hasRemaining()) {
            throw damaged("has " + buffer.remaining() + " bytes too many");
        }
        return new DebianWeakKeys(tables);
    }

    private static Table table(ByteBuffer buffer, ListedKeys kind) throws IOException {
        if (buffer.remaining() < Integer.BYTES + PREFIXES) {
            throw damaged("ends before its keys of the kind " + kind.label());
        }
        int count = buffer.getInt();
        int[] starts = new int[PREFIXES + 1];
        for (int prefix = 0; prefix < PREFIXES; prefix++) {
            starts[prefix + 1] = starts[prefix] + (buffer.get() & 0xff);
        }
        if (count <= 0 || count != starts[PREFIXES] || count > buffer.remaining() / REST) {
            throw damaged("says it has " + count + " keys of the kind " + kind.label() + " and does not");
        }
        byte[] rests = new byte[count * REST];
        buffer.get(rests);
        return new Table(starts, rests);
    }

    /**
     * Whether an RSA key is listed.
     *
     * @param modulus of any size; one of a size that is not listed is not found
     */
    public boolean containsRsa(BigInteger modulus) {
        return modulus.signum() > 0 && modulus.bitLength() == 2048 && contains(ListedKeys.RSA_2048, hash(modulus));
    }

    /**
     * Whether an EC key is listed.
     *
     * @param curve the curve
     * @param x the x coordinate of its point
     */
    public boolean containsEc(ListedKeys curve, BigInteger x) {
        return x.signum() > 0 && contains(curve, hash(x));
    }

    /** How many keys of a kind are listed. */
    public int size(ListedKeys kind) {
        Table table = tables.get(kind);
        return table == null ? 0 : table.rests().length / REST;
    }

    private boolean contains(ListedKeys kind, byte[] hash) {
        Table table = tables.get(kind);
        return table != null && table.contains(hash);
    }

    /** SHA-256 of a positive number, as described at the top. */
    static byte[] hash(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes, from, bytes.length - from);
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    static int prefix(byte[] hash) {
        return (hash[0] & 0xff) << 8 | (hash[1] & 0xff);
    }

    static int rest(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
    }

    private static IOException damaged(String how) {
        return new IOException("The list of Debian's weak keys (" + RESOURCE + ") " + how
                + ". Install Segel again from its original file.");
    }
}
