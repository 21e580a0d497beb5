package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.csr.check.StandardChecks;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No check of keys has anything to say about hundreds of keys that other people's generators made. */
class HonestKeysTest {

    private static final boolean LONG = Boolean.getBoolean("segel.long");
    private static final List<HonestKeys.Key> KEPT = HonestKeys.kept();
    private static final byte[] NO_SIGNATURE = new byte[64];
    private static final KnownModuli KNOWN = new KnownModuli();

    static {
        moduli(KEPT).forEach(KNOWN::add);
    }

    /** The Fermat test of one key takes longer than everything else of all keys, so the short run tries few. */
    private static final Map<String, Integer> FERMAT_TESTS = Map.of("RSA-2048", 10, "RSA-3072", 2, "RSA-4096", 1);

    static Stream<String> kinds() {
        return HonestKeys.KINDS.stream();
    }

    @Test
    void theFileHoldsHundredsOfThem() {
        Map<String, Long> counts =
                KEPT.stream().collect(Collectors.groupingBy(HonestKeys.Key::kind, Collectors.counting()));
        assertThat(counts).containsOnlyKeys(HonestKeys.KINDS);
        assertThat(counts.get("RSA-2048")).isGreaterThanOrEqualTo(200);
        assertThat(counts.get("P-256")).isGreaterThanOrEqualTo(200);
        assertThat(counts.get("P-384")).isGreaterThanOrEqualTo(200);
        assertThat(counts.get("Ed25519")).isGreaterThanOrEqualTo(200);
        assertThat(KEPT.stream().map(HonestKeys.Key::generator).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("openssl", "jdk", "bc");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theyAreTakenBesideAllTheOthers(String kind) {
        CsrContext context = new CsrContext(WeakKeyCases.WITH_ED25519, null, null, null, KNOWN);
        // The requests are not signed, for the private keys were thrown away.
        CsrChecker checker = without(Set.of("proof-of-possession", "rsa-prime-modulus"));
        for (HonestKeys.Key key : keys(kind)) {
            CsrReport report = checker.check(request(key), context);
            assertThat(report.findings()).as("%s by %s", kind, key.generator()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theirModuliAreNotPrime(String kind) {
        CsrChecker checker = without(Set.of("proof-of-possession"));
        List<HonestKeys.Key> keys = keys(kind);
        int step = LONG ? 1 : Math.max(1, keys.size() / FERMAT_TESTS.getOrDefault(kind, 1));
        for (int i = 0; i < keys.size(); i += step) {
            assertThat(checker.check(request(keys.get(i)), WeakKeyCases.ED25519_TAKEN)
                            .findings())
                    .isEmpty();
        }
    }

    private static List<HonestKeys.Key> keys(String kind) {
        return LONG
                ? HonestKeys.make(kind, 70, 70, 70)
                : KEPT.stream().filter(key -> key.kind().equals(kind)).toList();
    }

    private static Stream<BigInteger> moduli(List<HonestKeys.Key> keys) {
        CsrChecker parser = new CsrChecker(List.of());
        return keys.stream()
                .filter(key -> key.kind().startsWith("RSA"))
                .map(key -> parser.check(request(key), FindingCases.PLAIN).csr())
                .map(csr ->
                        csr != null && csr.key() instanceof PublicKeyDetails.Rsa rsa ? rsa.modulus() : BigInteger.ZERO);
    }

    private static byte[] request(HonestKeys.Key key) {
        AlgorithmIdentifier algorithm;
        if (key.kind().startsWith("RSA")) {
            algorithm = RequestBuilder.SHA256_RSA;
        } else {
            algorithm = key.kind().startsWith("P") ? RequestBuilder.SHA256_ECDSA : RequestBuilder.ED25519;
        }
        return RequestBuilder.ec()
                .publicKey(RequestBuilder.decode(key.spki()))
                .algorithm(algorithm)
                .signature(NO_SIGNATURE)
                .der();
    }

    private static CsrChecker without(Set<String> ids) {
        return new CsrChecker(StandardChecks.all().stream()
                .filter(check -> !ids.contains(check.id()))
                .toList());
    }
}
