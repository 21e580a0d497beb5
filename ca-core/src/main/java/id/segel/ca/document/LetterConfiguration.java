package id.segel.ca.document;

/**
 * Limits of letters (domain.md 5).
 *
 * @param maxOctets largest file; at most 10 MB, which is what the database takes
 * @param maxPages most pages
 */
public record LetterConfiguration(int maxOctets, int maxPages) {
    public LetterConfiguration {
        if (maxOctets < 1024 || maxOctets > 10 * 1024 * 1024) {
            throw new IllegalArgumentException("letters may be 1 KB to 10 MB large, not " + maxOctets + " octets");
        }
        if (maxPages < 1 || maxPages > 100) {
            throw new IllegalArgumentException("letters may have 1 to 100 pages, not " + maxPages);
        }
    }

    /** 1 MB, 20 pages. */
    public static LetterConfiguration standard() {
        return new LetterConfiguration(1024 * 1024, 20);
    }
}
