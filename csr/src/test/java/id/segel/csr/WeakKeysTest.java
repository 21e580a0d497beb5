package id.segel.csr;

import static id.segel.csr.RequestBuilder.ec;
import static id.segel.csr.RequestBuilder.ed25519;
import static id.segel.csr.RequestBuilder.rsa;
import static id.segel.csr.RequestBuilder.rsaKey;
import static id.segel.csr.WeakKeyCases.signedWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that must not be taken, beyond the smallest example of each finding, and what people are told about them. */
class WeakKeysTest {

    private static final BigInteger N = WeakKeys.modulus(WeakKeys.good());

    private final CsrChecker checker = CsrChecker.standard();

    @Test
    void theGoodPairIsTaken() {
        assertThat(ids(signedWith(WeakKeys.good()), FindingCases.PLAIN)).isEmpty();
        assertThat(ids(signedWith(WeakKeys.another()), FindingCases.PLAIN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2047})
    void shortRsaKeysAreToldTheirLength(int bits) {
        KeyPair pair = bits == 2047 ? WeakKeys.of2047Bits() : rsaKey(bits);
        assertThat(WeakKeys.modulus(pair).bitLength()).isEqualTo(bits);
        CsrReport report = checker.check(signedWith(pair).der(), FindingCases.PLAIN);
        assertThat(report.findings()).extracting(Finding::id).containsExactly("csr.rsa-too-short");
        assertThat(report.findings().get(0).message(Language.ID))
                .contains(bits + " bit")
                .contains("2048 bit");
        assertThat(report.refused()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1; sehingga kunci itu tidak melindungi apa pun",
                "0; bukan bilangan positif",
                "-3; bukan bilangan positif",
                "2; bilangan genap",
                "65536; bilangan genap",
                "3; terlalu kecil",
                "65535; terlalu kecil",
                "65539; lebih besar",
                "4294967297; lebih besar"
            })
    void everyOtherExponentIsToldWhatIsWrongWithIt(long exponent, String reason) {
        CsrReport report = checker.check(
                rsa().rsaPublicKey(N, BigInteger.valueOf(exponent)).der(), FindingCases.PLAIN);
        assertThat(report.findings()).extracting(Finding::id).contains("csr.rsa-exponent");
        assertThat(report.findings().get(0).message(Language.ID))
                .contains(" " + exponent + ", " + reason)
                .contains("harus 65537");
    }

    @Test
    void aKeyWithExponent3IsRefusedAlthoughItsSignatureVerifies() {
        assertThat(ids(signedWith(WeakKeys.exponent3()), FindingCases.PLAIN)).containsExactly("csr.rsa-exponent");
    }

    @Test
    void moduliThatAreNoneAreRefusedWithoutComputing() {
        for (BigInteger none : List.of(N.negate(), BigInteger.ZERO, BigInteger.ONE.negate(), N.add(BigInteger.ONE))) {
            assertThat(ids(rsa().rsaPublicKey(none, WeakKeys.F4), FindingCases.PLAIN))
                    .contains("csr.rsa-modulus-invalid")
                    .containsAnyOf("csr.signature-invalid", "csr.signature-unverifiable")
                    .doesNotContain("csr.rsa-small-factor", "csr.cannot-be-checked");
        }
        assertThat(ids(rsa().rsaPublicKey(BigInteger.ONE, WeakKeys.F4), FindingCases.PLAIN))
                .containsExactlyInAnyOrder("csr.rsa-too-short", "csr.signature-unverifiable");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 751, 16_381})
    void smallFactorsAreFound(int factor) {
        assertThat(ids(signedWith(WeakKeys.smallFactor(factor)), FindingCases.PLAIN))
                .containsExactly("csr.rsa-small-factor");
    }

    @Test
    void severalWeaknessesOfAKeyAreToldAtOnce() {
        KeyPair roca = WeakKeys.roca();
        BigInteger nine = WeakKeys.modulus(roca).multiply(BigInteger.valueOf(9));
        assertThat(ids(rsa().rsaPublicKey(nine, BigInteger.valueOf(4)), FindingCases.PLAIN))
                .containsExactlyInAnyOrder("csr.rsa-exponent", "csr.rsa-small-factor", "csr.signature-invalid");
    }

    @Test
    void theSquareOfAPrimeHasClosePrimes() {
        BigInteger p = WeakKeys.rocaPrime(1).setBit(0);
        assertThat(ids(rsa().rsaPublicKey(p.multiply(p), WeakKeys.F4), FindingCases.PLAIN))
                .contains("csr.rsa-close-primes");
    }

    @Test
    void whoMadeTheKeyIsToldButNotHowToBreakIt() {
        Finding roca = only(signedWith(WeakKeys.roca()), FindingCases.PLAIN);
        assertThat(roca.message(Language.ID)).contains("chip", "kartu pintar", "TPM", "CVE-2017-15361");
        assertThat(roca.message(Language.EN)).contains("chip", "smart card", "TPM", "CVE-2017-15361");
        Finding shared = only(signedWith(WeakKeys.good()), WeakKeyCases.knowing(WeakKeys.sharingAPrimeWithGood()));
        assertThat(shared.message(Language.ID)).contains("kurang acak").doesNotContain("prima", "kunci lain", "orang");
        assertThat(shared.message(Language.EN)).contains("randomness").doesNotContain("prime", "somebody", "person");
    }

    @Test
    void theSameModulusAgainIsNoSharedPrime() {
        assertThat(ids(signedWith(WeakKeys.good()), WeakKeyCases.knowing(WeakKeys.good())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "P-192,P-192",
        "secp256k1,secp256k1",
        "brainpoolP256r1,brainpoolP256r1",
        "P-521,P-521",
        "B-233,B-233",
    })
    void otherCurvesAreRefusedByName(String curve, String name) {
        Finding finding = checker.check(
                        ec().publicKey(WeakKeys.ecAlgorithm(curve), WeakKeys.basePoint(curve))
                                .der(),
                        FindingCases.PLAIN)
                .findings()
                .get(0);
        assertThat(finding.id()).isEqualTo("csr.ec-curve");
        assertThat(finding.message(Language.ID)).contains("Kurva kunci EC " + name + " tidak diterima");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "secp256k1"})
    void explicitParametersAreRefusedWhateverTheySay(String curve) {
        assertThat(ids(
                        ec().publicKey(WeakKeys.explicitAlgorithm(curve), WeakKeys.basePoint(curve)),
                        FindingCases.PLAIN))
                .containsExactly("csr.ec-parameters-explicit", "csr.signature-unverifiable");
    }

    @Test
    void inheritedParametersAreMissingOnes() {
        assertThat(ids(
                        ec().publicKey(
                                        new AlgorithmIdentifier(WeakKeys.EC_PUBLIC_KEY, DERNull.INSTANCE),
                                        WeakKeys.basePoint("P-256")),
                        FindingCases.PLAIN))
                .containsExactly("csr.ec-curve-missing", "csr.signature-unverifiable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384"})
    void pointsBesideTheCurveAreFound(String curve) {
        byte[] point = WeakKeys.basePoint(curve);
        point[point.length - 1] ^= 1;
        assertThat(ids(ec().publicKey(WeakKeys.ecAlgorithm(curve), point), FindingCases.PLAIN))
                .containsExactly("csr.ec-point-off-curve", "csr.signature-unverifiable");
    }

    @Test
    void coordinatesNotLessThanPAreNoPointAlthoughTheySatisfyTheEquation() {
        assertThat(ids(ec().publicKey(WeakKeys.ecAlgorithm("P-256"), WeakKeys.pointWithXBeyondP()), FindingCases.PLAIN))
                .containsExactly("csr.ec-point-off-curve", "csr.signature-unverifiable");
    }

    @Test
    void ed25519IsTakenWhereTheProductTakesIt() {
        CsrReport report = checker.check(ed25519().der(), WeakKeyCases.ED25519_TAKEN);
        assertThat(report.findings()).isEmpty();
        assertThat(report.csr()).isNotNull();
        assertThat(report.csr().kind()).isEqualTo(PublicKeyKind.ED25519);
        assertThat(report.csr().keyDescription()).isEqualTo("Ed25519");
        CsrReport elsewhere = checker.check(ed25519().der(), FindingCases.PLAIN);
        assertThat(elsewhere.findings()).extracting(Finding::id).containsExactly("csr.key-algorithm");
        assertThat(elsewhere.findings().get(0).message(Language.ID))
                .contains("Ed25519 tidak diterima; gunakan RSA atau EC P-256 atau EC P-384.");
    }

    @Test
    void aProductMayTakeEd25519Only() {
        CsrContext only = new CsrContext(new KeyRules(2048, 4096, java.util.Set.of(), false, true), null, null, null);
        assertThat(ids(ed25519(), only)).isEmpty();
        Finding finding = only(ec(), only);
        assertThat(finding.id()).isEqualTo("csr.key-algorithm");
        assertThat(finding.message(Language.EN)).contains("use Ed25519.");
    }

    @Test
    void ed25519SignaturesAreForEd25519KeysOnlyAndAreVerified() {
        assertThat(ids(rsa().algorithm(RequestBuilder.ED25519), WeakKeyCases.ED25519_TAKEN))
                .containsExactly("csr.signature-unverifiable");
        assertThat(ids(ed25519().signature(new byte[64]), WeakKeyCases.ED25519_TAKEN))
                .containsExactly("csr.signature-invalid");
        assertThat(ids(ed25519().signature(new byte[63]), WeakKeyCases.ED25519_TAKEN))
                .containsExactly("csr.signature-invalid");
        AlgorithmIdentifier withNull = new AlgorithmIdentifier(RequestBuilder.ED25519.getAlgorithm(), DERNull.INSTANCE);
        assertThat(ids(ed25519().algorithm(withNull), WeakKeyCases.ED25519_TAKEN))
                .containsExactly("csr.signature-parameters", "csr.signature-unverifiable");
    }

    @ParameterizedTest
    @CsvSource({"secp256r1,secp384r1", "secp384r1,secp256r1"})
    void ecdsaSignaturesOfAnotherKeyOrOfNoFormAreRefused(String curve, String another) {
        RequestBuilder good =
                RequestBuilder.with(RequestBuilder.ecKey(curve), RequestBuilder.SHA256_ECDSA, "SHA256withECDSA");
        assertThat(ids(good, FindingCases.PLAIN)).isEmpty();
        assertThat(ids(good.signature(new byte[0]), FindingCases.PLAIN)).containsExactly("csr.signature-invalid");
        assertThat(ids(good.signature(new byte[40_000]), FindingCases.PLAIN)).containsExactly("csr.signature-invalid");
        RequestBuilder forged =
                RequestBuilder.with(RequestBuilder.ecKey(curve), RequestBuilder.SHA256_ECDSA, "SHA256withECDSA");
        assertThat(ids(forged.signer(RequestBuilder.ecKey(another)), FindingCases.PLAIN))
                .containsExactly("csr.signature-invalid");
    }

    @Test
    void ed25519PointsThatAreNoneOrOfAnotherOrderAreRefused() {
        List<byte[]> small = WeakKeys.ed25519SmallOrder();
        assertThat(small).hasSize(8);
        for (byte[] point : small) {
            assertPointRefused(point);
        }
        assertPointRefused(WeakKeys.ed25519MixedOrder());
        assertPointRefused(WeakKeys.ed25519NotAPoint());
        assertPointRefused(WeakKeys.ed25519NotCanonical());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void ed25519KeysOfAnotherLengthAreDamaged(int length) {
        CsrReport report = checker.check(
                ed25519().publicKey(RequestBuilder.ED25519, new byte[length]).der(), WeakKeyCases.ED25519_TAKEN);
        assertThat(report.findings())
                .extracting(Finding::id)
                .containsExactly("csr.key-malformed", "csr.signature-unverifiable");
        assertThat(report.findings().get(0).message(Language.EN)).startsWith("The Ed25519 public key");
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10040.4.1,DSA",
        "1.2.840.10046.2.1,Diffie-Hellman",
        "1.3.101.110,X25519",
        "1.3.101.113,Ed448",
        "2.16.840.1.101.3.4.3.18,ML-DSA-65",
        "2.16.840.1.101.3.4.3.31,SLH-DSA",
        "1.2.3.4.5,1.2.3.4.5",
    })
    void otherAlgorithmsAreRefusedByName(String oid, String name) {
        Finding finding = checker.check(
                        ec().publicKey(new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid)), new byte[32])
                                .der(),
                        FindingCases.PLAIN)
                .findings()
                .get(0);
        assertThat(finding.id()).isEqualTo("csr.key-algorithm");
        assertThat(finding.message(Language.ID)).startsWith("Jenis kunci " + name + " tidak diterima");
    }

    @Test
    void aSignedDsaRequestIsRefused() {
        RequestBuilder dsa = RequestBuilder.with(
                RequestBuilder.key("DSA", 2048),
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("2.16.840.1.101.3.4.3.2")),
                "SHA256withDSA");
        assertThat(ids(dsa, FindingCases.PLAIN))
                .containsExactly("csr.key-algorithm", "csr.signature-algorithm", "csr.signature-unverifiable");
    }

    private void assertPointRefused(byte[] point) {
        assertThat(ids(ed25519().publicKey(RequestBuilder.ED25519, point), WeakKeyCases.ED25519_TAKEN))
                .containsExactly("csr.ed25519-point-invalid", "csr.signature-unverifiable");
    }

    private Finding only(RequestBuilder request, CsrContext context) {
        List<Finding> findings = checker.check(request.der(), context).findings();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private List<String> ids(RequestBuilder request, CsrContext context) {
        return checker.check(request.der(), context).findings().stream()
                .map(Finding::id)
                .toList();
    }
}
