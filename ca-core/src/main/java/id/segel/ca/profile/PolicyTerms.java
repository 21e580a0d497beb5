package id.segel.ca.profile;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A certificate policy and its qualifiers (RFC 5280 4.2.1.4).
 *
 * @param oid dotted object identifier
 * @param cps address of the certification practice statement, or null
 * @param userNotice explicitText to be shown, at most 200 characters, or null; RFC 5280 would rather have none
 */
public record PolicyTerms(
        String oid, @Nullable String cps, @Nullable String userNotice) {
    public PolicyTerms {
        Objects.requireNonNull(oid);
    }
}
