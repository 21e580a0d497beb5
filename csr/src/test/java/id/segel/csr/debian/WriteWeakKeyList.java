package id.segel.csr.debian;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * Writes the bundled list from the lines of {@link GenerateWeakKeys}. Refuses unless every key of every set that is
 * {@linkplain #isListed listed} is there exactly once, so that a set can only be whole, and refuses keys of other sets.
 *
 * <p>Run with the test class path of this module and the arguments output file (the resource
 * {@code debian-weak-keys.bin} beside {@link DebianWeakKeys}) and input files, in any order. The same keys give the same
 * bytes.
 */
final class WriteWeakKeyList {

    /** The first 40 bits of the hashes of each kind. */
    private final Map<ListedKeys, TreeSet<Long>> hashes = new EnumMap<>(ListedKeys.class);

    /** The process ids seen, by kind, platform and seed file. */
    private final Map<String, BitSet> seen = new HashMap<>();

    WriteWeakKeyList() {
        for (ListedKeys kind : ListedKeys.values()) {
            hashes.put(kind, new TreeSet<>());
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("give the output file and the input files");
        }
        WriteWeakKeyList list = new WriteWeakKeyList();
        for (String input : Arrays.asList(arguments).subList(1, arguments.length)) {
            try (BufferedReader lines = Files.newBufferedReader(Path.of(input), US_ASCII)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    list.add(line);
                }
            }
        }
        list.requireWhole();
        Files.write(Path.of(arguments[0]), list.encode());
        list.hashes.forEach((kind, found) -> System.out.println(kind.label() + " " + found.size()));
    }

    /** Takes one line. */
    void add(String line) {
        int space = line.lastIndexOf(' ');
        WeakKeyName name = WeakKeyName.of(line.substring(0, Math.max(space, 0)));
        ListedKeys kind = listed(name);
        BitSet ids = seen.computeIfAbsent(set(name.kind(), name.platform(), name.seedFile()), set -> new BitSet());
        if (ids.get(name.processId())) {
            throw new IllegalArgumentException(name + " comes twice");
        }
        byte[] hash = HexFormat.of().parseHex(line, space + 1, line.length());
        if (hash.length != 32) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + hash.length);
        }
        ids.set(name.processId());
        requireNonNull(hashes.get(kind)).add((long) DebianWeakKeys.prefix(hash) << 24 | DebianWeakKeys.rest(hash, 2));
    }

    private static ListedKeys listed(WeakKeyName name) {
        for (ListedKeys kind : ListedKeys.values()) {
            if (kind.label().equals(name.kind()) && isListed(kind, name.platform(), name.seedFile())) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "keys of the set " + set(name.kind(), name.platform(), name.seedFile()) + " are not listed");
    }

    /**
     * Whether the bundled list holds a set. One is left out: the RSA-2048 keys of 32-bit big-endian machines whose seed
     * file could not be read. There was no time to make them; whoever makes them changes this line.
     */
    static boolean isListed(ListedKeys kind, Platform platform, SeedFile seedFile) {
        return kind != ListedKeys.RSA_2048 || platform != Platform.BE32 || seedFile != SeedFile.UNREADABLE;
    }

    /** Every process id of every listed set was seen. */
    void requireWhole() {
        for (ListedKeys kind : ListedKeys.values()) {
            for (Platform platform : Platform.values()) {
                for (SeedFile seedFile : SeedFile.values()) {
                    String set = set(kind.label(), platform, seedFile);
                    int missing = seen.getOrDefault(set, new BitSet()).nextClearBit(0);
                    if (missing < WeakRandom.PROCESS_IDS && isListed(kind, platform, seedFile)) {
                        throw new IllegalArgumentException(set + " " + missing + " is missing");
                    }
                }
            }
        }
    }

    /** The file, as {@link DebianWeakKeys} describes it. */
    byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(DebianWeakKeys.MAGIC.getBytes(US_ASCII));
        for (TreeSet<Long> found : hashes.values()) {
            int[] counts = new int[DebianWeakKeys.PREFIXES];
            for (long hash : found) {
                counts[(int) (hash >>> 24)]++;
            }
            out.writeInt(found.size());
            for (int count : counts) {
                if (count > 255) {
                    throw new IllegalArgumentException(count + " keys begin alike, and 255 can be written");
                }
                out.writeByte(count);
            }
            for (long hash : found) {
                out.writeByte((int) (hash >>> 16));
                out.writeShort((int) hash);
            }
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes.toByteArray());
        out.writeInt((int) checksum.getValue());
        return bytes.toByteArray();
    }

    private static String set(String kind, Platform platform, SeedFile seedFile) {
        return kind + " " + platform.label() + " " + seedFile.label();
    }
}
