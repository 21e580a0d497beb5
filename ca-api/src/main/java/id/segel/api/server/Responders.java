package id.segel.api.server;

import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.status.OcspResponder;
import id.segel.ca.store.Database;
import id.segel.hsm.KeyInfo;
import id.segel.hsm.Token;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Finds out which key of the ocsp token answers for which authority: the one that its certificate's issuer is. Looks again
 * when the token's keys were read again, and after a while for a new authority. Thread-safe.
 */
final class Responders implements Supplier<Map<String, String>> {
    private static final Duration KEEP = Duration.ofSeconds(60);

    private final Token token;
    private final Authorities authorities;
    private final Clock clock;
    private volatile Known known = new Known(-1, Instant.EPOCH, Map.of());

    private Responders(Token token, Authorities authorities, Clock clock) {
        this.token = token;
        this.authorities = authorities;
        this.clock = clock;
    }

    private record Known(long generation, Instant at, Map<String, String> labels) {}

    static OcspResponder of(Basis basis, Database database, Token token) {
        return new OcspResponder(
                database,
                token,
                new Responders(token, new Authorities(database), basis.clock()),
                basis.configuration().status().ocsp(),
                basis.meters(),
                basis.clock());
    }

    @Override
    public Map<String, String> get() {
        Known now = known;
        long generation = token.health().generation();
        if (now.generation() != generation || clock.instant().isAfter(now.at().plus(KEEP))) {
            now = new Known(generation, clock.instant(), labels());
            known = now;
        }
        return now.labels();
    }

    private Map<String, String> labels() {
        List<Authority> all = authorities.all();
        Map<String, String> labels = new HashMap<>();
        for (KeyInfo key : token.keys()) {
            if (key.kind() == KeyInfo.Kind.SIGNING && key.usable()) {
                byte[] issuer = issuer(token.signingKey(key.label()).certificate(), key.label());
                all.stream()
                        .filter(authority -> Arrays.equals(authority.subject(), issuer))
                        .forEach(authority -> labels.put(authority.name(), key.label()));
            }
        }
        return Map.copyOf(labels);
    }

    private static byte[] issuer(byte[] certificate, String label) {
        try {
            return new X509CertificateHolder(certificate).getIssuer().getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the certificate of the key " + label + " cannot be read: " + e.getMessage(), e);
        }
    }
}
