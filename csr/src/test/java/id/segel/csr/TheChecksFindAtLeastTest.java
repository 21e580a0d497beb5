package id.segel.csr;

import static id.segel.csr.FindingCases.ACCOUNT;
import static id.segel.csr.FindingCases.PLAIN;
import static id.segel.csr.FindingCases.join;
import static id.segel.csr.RequestBuilder.CN;
import static id.segel.csr.RequestBuilder.ec;
import static id.segel.csr.RequestBuilder.ecKey;
import static id.segel.csr.RequestBuilder.pem;
import static id.segel.csr.RequestBuilder.rsa;
import static id.segel.csr.RequestBuilder.rsaKey;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of what must be refused at the very least, one row each, with the finding that refuses it. */
class TheChecksFindAtLeastTest {

    private static final BigInteger F4 = BigInteger.valueOf(65537);
    private static final String EC_KEY = "1.2.840.10045.2.1";
    private static final String P256 = "1.2.840.10045.3.1.7";

    /**
     * @param fault in the words of the list
     * @param id what must be among the findings
     * @param file the request that has it
     * @param context what it is judged against
     */
    record Row(String fault, String id, Supplier<byte[]> file, CsrContext context) {
        @Override
        public String toString() {
            return fault + ": " + id;
        }
    }

    private static Row row(String fault, String id, Supplier<byte[]> file) {
        return new Row(fault, id, file, PLAIN);
    }

    static Stream<Row> rows() {
        return Stream.of(keys(), weakKeys(), requests(), files()).flatMap(rows -> rows);
    }

    private static Stream<Row> keys() {
        BigInteger n = ((RSAPublicKey) rsaKey(2048).getPublic()).getModulus();
        return Stream.of(
                row("bad signature", "csr.signature-invalid", () -> changed(rsa().der(), -1)),
                row(
                        "signature by another key",
                        "csr.signature-invalid",
                        () -> rsa().signer(rsaKey(2049)).der()),
                row("RSA-512", "csr.rsa-too-short", () -> signedBy(rsaKey(512))),
                row("RSA-1024", "csr.rsa-too-short", () -> signedBy(rsaKey(1024))),
                row("RSA-2047", "csr.rsa-too-short", () -> signedBy(rsaKey(2047))),
                row(
                        "e=1",
                        "csr.rsa-exponent",
                        () -> rsa().rsaPublicKey(n, BigInteger.ONE).der()),
                row(
                        "e=3",
                        "csr.rsa-exponent",
                        () -> rsa().rsaPublicKey(n, BigInteger.valueOf(3)).der()),
                row(
                        "even e",
                        "csr.rsa-exponent",
                        () -> rsa().rsaPublicKey(n, F4.add(BigInteger.ONE)).der()),
                row(
                        "even modulus",
                        "csr.rsa-modulus-invalid",
                        () -> rsa().rsaPublicKey(n.clearBit(0), F4).der()),
                row("P-192", "csr.ec-curve", () -> onCurve("1.2.840.10045.3.1.1", 24)),
                row("secp256k1", "csr.ec-curve", () -> onCurve("1.3.132.0.10", 32)),
                row(
                        "explicit curve parameters",
                        "csr.ec-parameters-explicit",
                        () -> ec().publicKey(
                                        new AlgorithmIdentifier(
                                                new ASN1ObjectIdentifier(EC_KEY), new DERSequence(new ASN1Integer(1))),
                                        new byte[65])
                                .der()),
                row("point off curve", "csr.ec-point-off-curve", () -> onCurve(P256, 32)),
                row(
                        "DSA",
                        "csr.key-algorithm",
                        () -> RequestBuilder.with(
                                        RequestBuilder.key("DSA", 1024),
                                        new AlgorithmIdentifier(new ASN1ObjectIdentifier("2.16.840.1.101.3.4.3.2")),
                                        "SHA256withDSA")
                                .der()));
    }

    private static Stream<Row> weakKeys() {
        return Stream.of(
                row("prime modulus", "csr.rsa-modulus-prime", () -> signedBy(WeakKeys.primeModulus())),
                row("small factor", "csr.rsa-small-factor", () -> signedBy(WeakKeys.smallFactor(3))),
                row("Fermat", "csr.rsa-close-primes", () -> signedBy(WeakKeys.closePrimes())),
                row("ROCA", "csr.rsa-roca", () -> signedBy(WeakKeys.roca())),
                row(
                        "Debian weak",
                        "csr.key-debian-weak",
                        () -> java.util.Objects.requireNonNull(
                                        FindingCases.all().get(FindingKind.KEY_DEBIAN_WEAK))
                                .get()
                                .input()),
                new Row(
                        "shared prime with a known key",
                        "csr.rsa-shared-prime",
                        () -> signedBy(WeakKeys.good()),
                        WeakKeyCases.knowing(WeakKeys.sharingAPrimeWithGood())));
    }

    private static Stream<Row> requests() {
        return Stream.of(
                row("MD5 signature", "csr.signature-hash-weak", () -> weak("1.2.840.113549.1.1.4", "MD5withRSA")),
                row("SHA-1 signature", "csr.signature-hash-weak", () -> weak("1.2.840.113549.1.1.5", "SHA1withRSA")),
                row("version 1", "csr.version", () -> rsa().version(1).der()),
                row("version 2", "csr.version", () -> rsa().version(2).der()),
                row(
                        "CA:TRUE",
                        "csr.requests-ca",
                        () -> rsa().extensions(
                                        RequestBuilder.extension("2.5.29.19", true, new DERSequence(ASN1Boolean.TRUE)))
                                .der()),
                row(
                        "two extensionRequests",
                        "csr.extension-request-repeated",
                        () -> rsa().extensions(keyIdentifier())
                                .extensions(keyIdentifier())
                                .der()),
                row(
                        "two extensionRequests, one of them Microsoft's",
                        "csr.extension-request-repeated",
                        () -> rsa().extensions(keyIdentifier())
                                .attribute(ProgramForms.MICROSOFT_EXTENSIONS, new DERSequence(keyIdentifier()))
                                .der()),
                row(
                        "NUL in CN",
                        "csr.subject-characters",
                        () -> rsa().commonName("Siti\u0000Rahmawati").der()),
                row(
                        "zero-width in CN",
                        "csr.subject-characters",
                        () -> rsa().commonName("Siti\u200bRahmawati").der()),
                row(
                        "two CNs",
                        "csr.common-name-repeated",
                        () -> rsa().name(CN, "Budi").der()),
                new Row(
                        "a homoglyph of the account's name",
                        "csr.common-name-lookalike",
                        () -> rsa().commonName("Siti Rahm\u0430wati").der(),
                        ACCOUNT));
    }

    private static Stream<Row> files() {
        return Stream.of(
                row("trailing bytes", "csr.trailing-bytes", () -> join(rsa().der(), new byte[] {0})),
                row("indefinite length", "csr.not-der", () -> {
                    byte[] der = rsa().der();
                    return join(new byte[] {0x30, (byte) 0x80}, Arrays.copyOfRange(der, 4, der.length), new byte[2]);
                }),
                row("two PEM blocks", "csr.several-blocks", () -> join(rsa().pem(), ec().pem())),
                row(
                        "a private key in the file",
                        "csr.contains-private-key",
                        () -> join(
                                rsa().pem(),
                                pem(
                                                "PRIVATE KEY",
                                                ecKey("secp256r1").getPrivate().getEncoded(),
                                                "\n")
                                        .getBytes(US_ASCII))),
                row("UTF-16 file", "csr.utf16", () -> new String(rsa().pem(), US_ASCII).getBytes(UTF_16LE)),
                row("64 KiB + 1", "csr.too-large", () -> new byte[65_537]),
                row("1,000 nested sequences", "csr.too-deep", () -> {
                    ASN1Encodable inner = new DERSequence();
                    for (int i = 1; i < 1000; i++) {
                        inner = new DERSequence(inner);
                    }
                    return RequestBuilder.encode(inner);
                }));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void thisIsRefusedWithASentenceInBothLanguages(Row row) {
        CsrReport report = CsrChecker.standard().check(row.file().get(), row.context());

        assertThat(report.refused()).isTrue();
        assertThat(report.findings()).extracting(Finding::id).contains(row.id());
        Finding finding = report.findings().stream()
                .filter(f -> f.id().equals(row.id()))
                .findFirst()
                .orElseThrow();
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.message(Language.ID)).isNotBlank().isNotEqualTo(finding.message(Language.EN));
        assertThat(finding.message(Language.EN)).isNotBlank();
    }

    private static byte[] changed(byte[] der, int fromEnd) {
        byte[] changed = der.clone();
        changed[changed.length + fromEnd] ^= 1;
        return changed;
    }

    private static byte[] signedBy(KeyPair pair) {
        return RequestBuilder.with(pair, RequestBuilder.SHA256_RSA, "SHA256withRSA")
                .der();
    }

    private static byte[] weak(String oid, String jcaName) {
        return RequestBuilder.with(rsaKey(2048), rsa(oid), jcaName).der();
    }

    private static byte[] onCurve(String oid, int octets) {
        byte[] point = new byte[1 + 2 * octets];
        point[0] = 4;
        point[octets] = 1;
        return ec().publicKey(
                        new AlgorithmIdentifier(new ASN1ObjectIdentifier(EC_KEY), new ASN1ObjectIdentifier(oid)), point)
                .der();
    }

    private static ASN1Encodable keyIdentifier() {
        return RequestBuilder.extension("2.5.29.14", false, new DEROctetString(new byte[20]));
    }
}
