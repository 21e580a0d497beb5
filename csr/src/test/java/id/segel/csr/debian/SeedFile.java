package id.segel.csr.debian;

/** What OpenSSL found in {@code ~/.rnd}: its length, not its content, stirs the pool. */
public enum SeedFile {
    /** 1,024 bytes left there by an earlier run. */
    READ("rnd"),
    /** No file: the first run. */
    ABSENT("nornd"),
    /** A file that could not be read, as after {@code sudo openssl}. */
    UNREADABLE("noreadrnd");

    private final String label;

    SeedFile(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static SeedFile of(String label) {
        for (SeedFile file : values()) {
            if (file.label.equals(label)) {
                return file;
            }
        }
        throw new IllegalArgumentException("the seed file is rnd, nornd or noreadrnd, not " + label);
    }
}
