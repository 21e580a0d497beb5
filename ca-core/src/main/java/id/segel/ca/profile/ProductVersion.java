package id.segel.ca.profile;

import id.segel.ca.refusal.Sentence;
import java.time.Instant;

/**
 * One version of a product. An application keeps the version it was begun with.
 *
 * @param code stable name
 * @param version 1 for the first
 * @param name what people read
 * @param authority name of the authority that issues
 * @param profile what its certificates look like
 * @param active whether it is offered now; at most one version of a product is
 * @param createdAt since when there is this version
 */
public record ProductVersion(
        String code,
        int version,
        Sentence name,
        String authority,
        CertificateProfile profile,
        boolean active,
        Instant createdAt) {}
