package id.segel.ca.status;

import java.util.List;

/**
 * What came of making CRLs for an authority.
 *
 * @param number the number the new ones have; 0 when somebody else is making them
 * @param published which are published, as "name" or "name/shard"
 * @param refused why others are not
 */
public record CrlResult(long number, List<String> published, List<String> refused) {
    public CrlResult {
        published = List.copyOf(published);
        refused = List.copyOf(refused);
    }

    /** Somebody else is making this authority's CRLs. */
    static final CrlResult BUSY = new CrlResult(0, List.of(), List.of());

    public boolean isBusy() {
        return number == 0;
    }
}
