package id.segel.csr.debian;

/**
 * What of a machine shows in the keys: the sizes of C's types, whose lengths (not contents) stir the pool, and the order
 * of the bytes in which counters and process ids are hashed.
 */
public enum Platform {
    /** i386, and every other 32-bit machine with the least significant byte first. */
    LE32("le32", 4, false, 88),
    /** amd64, and every other 64-bit machine with the least significant byte first. */
    LE64("le64", 8, false, 144),
    /** powerpc, sparc and other 32-bit machines with the most significant byte first. */
    BE32("be32", 4, true, 88);

    private final String label;
    private final int wordBytes;
    private final boolean bigEndian;
    private final int statBytes;

    Platform(String label, int wordBytes, boolean bigEndian, int statBytes) {
        this.label = label;
        this.wordBytes = wordBytes;
        this.bigEndian = bigEndian;
        this.statBytes = statBytes;
    }

    String label() {
        return label;
    }

    /** Size of {@code long} and {@code time_t}. */
    int wordBytes() {
        return wordBytes;
    }

    boolean bigEndian() {
        return bigEndian;
    }

    /** Size of {@code struct stat}. */
    int statBytes() {
        return statBytes;
    }

    static Platform of(String label) {
        for (Platform platform : values()) {
            if (platform.label.equals(label)) {
                return platform;
            }
        }
        throw new IllegalArgumentException("the platform is le32, le64 or be32, not " + label);
    }
}
