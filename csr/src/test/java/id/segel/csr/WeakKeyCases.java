package id.segel.csr;

import static id.segel.csr.RequestBuilder.ec;
import static id.segel.csr.RequestBuilder.ed25519;
import static id.segel.csr.RequestBuilder.rsa;

import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The part of {@link FindingCases} about keys that are whole but must not be taken. */
final class WeakKeyCases {

    static final KeyRules WITH_ED25519 = new KeyRules(2048, 4096, KeyRules.KNOWN_CURVES, true, true);
    static final CsrContext ED25519_TAKEN = new CsrContext(WITH_ED25519, null, null, null);

    private WeakKeyCases() {}

    /** A request that is really signed with the pair's private key. */
    static RequestBuilder signedWith(KeyPair pair) {
        return RequestBuilder.with(pair, RequestBuilder.SHA256_RSA, "SHA256withRSA");
    }

    /** What a server knows after it has seen this key. */
    static CsrContext knowing(KeyPair known) {
        KnownModuli moduli = new KnownModuli();
        moduli.add(((RSAPublicKey) known.getPublic()).getModulus());
        return new CsrContext(KeyRules.standard(), null, null, null, moduli);
    }

    static void add(Map<FindingKind, Supplier<FindingCases.Case>> cases) {
        cases.put(
                FindingKind.RSA_PSS_KEY,
                () -> FindingCases.of(rsa().publicKey(
                                        RequestBuilder.rsa("1.2.840.113549.1.1.10"), WeakKeys.bits(WeakKeys.good())))
                        .along(FindingKind.SIGNATURE_UNVERIFIABLE));
        cases.put(FindingKind.RSA_SMALL_FACTOR, () -> FindingCases.of(signedWith(WeakKeys.smallFactor(16_381))));
        cases.put(FindingKind.RSA_CLOSE_PRIMES, () -> FindingCases.of(signedWith(WeakKeys.closePrimes())));
        cases.put(FindingKind.RSA_ROCA, () -> FindingCases.of(signedWith(WeakKeys.roca())));
        cases.put(
                FindingKind.RSA_SHARED_PRIME,
                () -> FindingCases.of(signedWith(WeakKeys.good())).judgedBy(knowing(WeakKeys.sharingAPrimeWithGood())));
        cases.put(FindingKind.RSA_MODULUS_PRIME, () -> FindingCases.of(signedWith(WeakKeys.primeModulus())));
        cases.put(
                FindingKind.EC_POINT_INFINITY,
                () -> FindingCases.of(ec().publicKey(WeakKeys.ecAlgorithm("P-256"), new byte[1]))
                        .along(FindingKind.SIGNATURE_UNVERIFIABLE));
        cases.put(
                FindingKind.EC_PARAMETERS_EXPLICIT,
                () -> FindingCases.of(ec().publicKey(WeakKeys.explicitAlgorithm("P-256"), WeakKeys.basePoint("P-256")))
                        .along(FindingKind.SIGNATURE_UNVERIFIABLE));
        cases.put(
                FindingKind.EC_CURVE_MISSING,
                () -> FindingCases.of(ec().publicKey(
                                        new AlgorithmIdentifier(WeakKeys.EC_PUBLIC_KEY), WeakKeys.basePoint("P-256")))
                        .along(FindingKind.SIGNATURE_UNVERIFIABLE));
        cases.put(
                FindingKind.ED25519_PARAMETERS,
                () -> FindingCases.of(ed25519()
                                .publicKey(
                                        new AlgorithmIdentifier(
                                                new ASN1ObjectIdentifier("1.3.101.112"), DERNull.INSTANCE),
                                        WeakKeys.ed25519Point()))
                        .judgedBy(ED25519_TAKEN)
                        .along(FindingKind.SIGNATURE_UNVERIFIABLE));
        cases.put(
                FindingKind.ED25519_POINT_INVALID,
                () -> FindingCases.of(ed25519()
                                .publicKey(
                                        RequestBuilder.ED25519,
                                        WeakKeys.ed25519SmallOrder().get(0)))
                        .judgedBy(ED25519_TAKEN)
                        .along(FindingKind.SIGNATURE_UNVERIFIABLE));
    }
}
