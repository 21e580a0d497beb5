package id.segel.csr.debian;

/**
 * The kinds of key the bundled list holds, in the order of its tables. Which sets of each kind are in it:
 * {@code docs/debian-weak-keys.md}.
 */
public enum ListedKeys {
    RSA_2048("RSA-2048"),
    P_256("P-256"),
    P_384("P-384");

    private final String label;

    ListedKeys(String label) {
        this.label = label;
    }

    /** What the kind is called in the generator's output and in the documents. */
    public String label() {
        return label;
    }
}
