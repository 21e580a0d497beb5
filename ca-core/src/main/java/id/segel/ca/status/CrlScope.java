package id.segel.ca.status;

import id.segel.ca.authority.Authority;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one CRL speaks for: all certificates of an authority, or those whose distribution point is one shard.
 *
 * @param authority the authority
 * @param shard the shard; null for the complete CRL
 */
record CrlScope(Authority authority, @Nullable Integer shard) {
    /** The complete CRL and every shard, also the empty ones (a distribution point that answers 404 stops a client). */
    static List<CrlScope> of(Authority authority) {
        List<CrlScope> scopes = new ArrayList<>();
        scopes.add(new CrlScope(authority, null));
        for (int shard = 0; shard < authority.crlShards(); shard++) {
            scopes.add(new CrlScope(authority, shard));
        }
        return scopes;
    }

    boolean holds(CrlEntry entry) {
        return shard == null || shard == entry.shard();
    }

    /** The distribution point in the CRL's IDP; none in the complete CRL, whose scope needs no naming. */
    @Nullable
    String distributionPoint(PkiLocations locations) {
        return shard == null ? null : locations.crlShard(authority.name(), shard);
    }

    @Override
    public String toString() {
        return authority.name() + (shard == null ? "" : "/" + shard);
    }
}
