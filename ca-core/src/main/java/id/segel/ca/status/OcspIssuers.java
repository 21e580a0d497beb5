package id.segel.ca.status;

import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Which authority a CertID means: by the SHA-1 or SHA-256 of its name and key (RFC 6960 4.1.1, RFC 5019 2.1.1). Kept in
 * memory and read again now and then, and when a CertID is not known. Thread-safe.
 */
final class OcspIssuers {
    private static final Duration KEEP = Duration.ofSeconds(60);
    /** Unknown CertIDs cost nothing: they make us look again this often and no more. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Authorities authorities;
    private final Clock clock;
    private volatile Known known = new Known(Instant.MIN, Map.of());

    OcspIssuers(Authorities authorities, Clock clock) {
        this.authorities = authorities;
        this.clock = clock;
    }

    Optional<Authority> of(CertID id) {
        String key = key(
                id.getHashAlgorithm().getAlgorithm(),
                id.getIssuerNameHash().getOctets(),
                id.getIssuerKeyHash().getOctets());
        Authority found = current(KEEP).get(key);
        if (found == null) {
            found = current(LOOK_AGAIN).get(key);
        }
        return Optional.ofNullable(found);
    }

    private Map<String, Authority> current(Duration longest) {
        Known seen = known;
        Instant now = clock.instant();
        if (seen.at().equals(Instant.MIN) || !now.isBefore(seen.at().plus(longest))) {
            seen = new Known(now, read());
            known = seen;
        }
        return seen.byKey();
    }

    private Map<String, Authority> read() {
        Map<String, Authority> byKey = new HashMap<>();
        for (Authority authority : authorities.all()) {
            byte[] name = authority.subject();
            byte[] key = SubjectPublicKeyInfo.getInstance(authority.spki())
                    .getPublicKeyData()
                    .getOctets();
            byKey.put(key(OIWObjectIdentifiers.idSHA1, digest("SHA-1", name), digest("SHA-1", key)), authority);
            byKey.put(key(NISTObjectIdentifiers.id_sha256, digest("SHA-256", name), digest("SHA-256", key)), authority);
        }
        return Map.copyOf(byKey);
    }

    private static String key(ASN1ObjectIdentifier algorithm, byte[] nameHash, byte[] keyHash) {
        HexFormat hex = HexFormat.of();
        return algorithm.getId() + " " + hex.formatHex(nameHash) + " " + hex.formatHex(keyHash);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private record Known(Instant at, Map<String, Authority> byKey) {}
}
