package id.segel.csr.debian;

import java.util.Map;

/**
 * Which key is meant: a line of the generator's output without its hash, such as {@code RSA-2048 le64 rnd 4711}.
 *
 * @param kind the label of one of {@link ListedKeys}, or RSA-3072 or RSA-4096, which are not listed
 * @param processId 0 to 32767
 */
record WeakKeyName(String kind, Platform platform, SeedFile seedFile, int processId) {

    private static final Map<String, Integer> RSA_BITS = Map.of("RSA-2048", 2048, "RSA-3072", 3072, "RSA-4096", 4096);

    /** SHA-256 of the key's number, made from scratch. */
    byte[] hash() {
        WeakRandom random = new WeakRandom(platform, seedFile, processId);
        Integer bits = RSA_BITS.get(kind);
        if (bits != null) {
            return DebianWeakKeys.hash(WeakKeyPairs.rsa(random, bits).modulus());
        }
        for (ListedKeys listed : ListedKeys.values()) {
            if (listed.label().equals(kind)) {
                return DebianWeakKeys.hash(WeakKeyPairs.ec(random, listed).x());
            }
        }
        throw new IllegalArgumentException("the kind is RSA-2048, RSA-3072, RSA-4096, P-256 or P-384, not " + kind);
    }

    static WeakKeyName of(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 4) {
            throw new IllegalArgumentException(
                    "a key is named by kind, platform, seed file and process id, not by \"" + text + "\"");
        }
        return new WeakKeyName(words[0], Platform.of(words[1]), SeedFile.of(words[2]), Integer.parseInt(words[3]));
    }

    @Override
    public String toString() {
        return kind + " " + platform.label() + " " + seedFile.label() + " " + processId;
    }
}
