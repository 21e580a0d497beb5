package id.segel.csr;

import static id.segel.csr.RequestBuilder.CN;
import static id.segel.csr.RequestBuilder.EMAIL;
import static id.segel.csr.RequestBuilder.O;
import static id.segel.csr.RequestBuilder.SERIAL_NUMBER;
import static id.segel.csr.RequestBuilder.ec;
import static id.segel.csr.RequestBuilder.extension;
import static id.segel.csr.RequestBuilder.pem;
import static id.segel.csr.RequestBuilder.rsa;
import static id.segel.csr.RequestBuilder.rsaKey;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import id.segel.csr.debian.ListedKeys;
import id.segel.csr.debian.Platform;
import id.segel.csr.debian.SeedFile;
import id.segel.csr.debian.WeakKeyPairs;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;

/** For every finding the smallest input that brings it about. The table of {@link EveryFindingTest}. */
final class FindingCases {

    /**
     * @param input the file
     * @param context what it is judged against
     * @param others findings that come with it by necessity
     */
    record Case(byte[] input, CsrContext context, Set<FindingKind> others) {

        Case along(FindingKind... more) {
            Set<FindingKind> all = EnumSet.copyOf(List.of(more));
            all.addAll(others);
            return new Case(input, context, all);
        }

        Case judgedBy(CsrContext other) {
            return new Case(input, other, others);
        }
    }

    static final byte[] CHALLENGE = new byte[32];
    static final CsrContext PLAIN = new CsrContext(KeyRules.standard(), null, null, null);
    static final CsrContext ACCOUNT = new CsrContext(
            KeyRules.standard(),
            new ExpectedSubject(
                    "Siti Rahmawati",
                    "Dinas Komunikasi dan Informatika",
                    "ID",
                    "siti@dinas.go.id",
                    "S-0001",
                    "Bidang Persandian",
                    "Analis Sistem Informasi"),
            null,
            null);
    static final CsrContext CHALLENGED = new CsrContext(KeyRules.standard(), null, CHALLENGE, null);

    private static final AlgorithmIdentifier RSA_KEY = rsa("1.2.840.113549.1.1.1");
    private static final AlgorithmIdentifier P256_KEY = new AlgorithmIdentifier(
            new ASN1ObjectIdentifier("1.2.840.10045.2.1"), new ASN1ObjectIdentifier("1.2.840.10045.3.1.7"));
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";

    private FindingCases() {}

    static Case of(byte[] input) {
        return new Case(input, PLAIN, Set.of());
    }

    static Case of(RequestBuilder request) {
        return of(request.der());
    }

    static Map<FindingKind, Supplier<Case>> all() {
        Map<FindingKind, Supplier<Case>> cases = new EnumMap<>(FindingKind.class);
        files(cases);
        keys(cases);
        WeakKeyCases.add(cases);
        subjects(cases);
        extras(cases);
        NamesAndExtrasCases.addTo(cases);
        return cases;
    }

    private static void files(Map<FindingKind, Supplier<Case>> cases) {
        cases.put(FindingKind.EMPTY, () -> of(new byte[0]));
        cases.put(FindingKind.TOO_LARGE, () -> of(new byte[65_537]));
        cases.put(
                FindingKind.CONTAINS_PRIVATE_KEY,
                () -> of(join(
                        rsa().pem(),
                        pem("PRIVATE KEY", rsaKey(2048).getPrivate().getEncoded(), "\n")
                                .getBytes(US_ASCII))));
        cases.put(FindingKind.UTF16, () -> of(("\ufeff" + new String(rsa().pem(), US_ASCII)).getBytes(UTF_16LE)));
        cases.put(FindingKind.NOT_A_REQUEST, () -> of("Halo".getBytes(US_ASCII)));
        cases.put(
                FindingKind.PEM_LABEL,
                () -> of(pem("SERTIFIKAT", rsa().der(), "\n").getBytes(US_ASCII)));
        cases.put(FindingKind.PEM_DAMAGED, () -> of(Arrays.copyOf(rsa().pem(), 200)));
        cases.put(FindingKind.SEVERAL_BLOCKS, () -> of(join(rsa().pem(), ec().pem())));
        cases.put(FindingKind.NOT_DER, () -> of(Arrays.copyOf(rsa().der(), 200)));
        cases.put(FindingKind.TRAILING_BYTES, () -> of(join(rsa().der(), new byte[1])));
        cases.put(FindingKind.TOO_DEEP, () -> of(nested(1000)));
        cases.put(FindingKind.TOO_MANY_ELEMENTS, () -> {
            ASN1Encodable[] many = new ASN1Encodable[DerWalk.MAX_ELEMENTS];
            Arrays.fill(many, new ASN1Integer(1));
            return of(RequestBuilder.encode(new DERSequence(many)));
        });
        cases.put(
                FindingKind.CANNOT_BE_CHECKED,
                () -> of(rsa()).judgedBy(new CsrContext(KeyRules.standard(), null, null, spki -> {
                    throw new IllegalStateException("the database is away");
                })));
        cases.put(FindingKind.VERSION, () -> of(rsa().version(1)));
        cases.put(
                FindingKind.SIGNATURE_HASH_WEAK,
                () -> of(RequestBuilder.with(rsaKey(2048), rsa("1.2.840.113549.1.1.5"), "SHA1withRSA"))
                        .along(FindingKind.SIGNATURE_UNVERIFIABLE));
        cases.put(
                FindingKind.SIGNATURE_ALGORITHM,
                () -> of(rsa().algorithm(new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.3.4"))))
                        .along(FindingKind.SIGNATURE_UNVERIFIABLE));
        cases.put(
                FindingKind.SIGNATURE_PARAMETERS,
                () -> of(rsa().algorithm(new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.1.1.11"))))
                        .along(FindingKind.SIGNATURE_UNVERIFIABLE));
        cases.put(FindingKind.SIGNATURE_INVALID, () -> of(rsa().signer(rsaKey(2049))));
        cases.put(FindingKind.SIGNATURE_UNVERIFIABLE, () -> of(ec().algorithm(RequestBuilder.SHA256_RSA)));
    }

    private static void keys(Map<FindingKind, Supplier<Case>> cases) {
        BigInteger n = ((RSAPublicKey) rsaKey(2048).getPublic()).getModulus();
        BigInteger f4 = BigInteger.valueOf(65537);
        cases.put(FindingKind.KEY_ALGORITHM, () -> of(RequestBuilder.ed25519()));
        cases.put(
                FindingKind.KEY_MALFORMED,
                () -> of(rsa().publicKey(RSA_KEY, new byte[] {0x30, 0x01, 0x00}))
                        .along(FindingKind.SIGNATURE_UNVERIFIABLE));
        cases.put(
                FindingKind.RSA_TOO_SHORT,
                () -> of(RequestBuilder.with(rsaKey(1024), RequestBuilder.SHA256_RSA, "SHA256withRSA")));
        cases.put(
                FindingKind.RSA_TOO_LONG,
                () -> of(rsa().rsaPublicKey(n.shiftLeft(2049).setBit(0), f4)).along(FindingKind.SIGNATURE_INVALID));
        cases.put(
                FindingKind.RSA_EXPONENT,
                () -> of(rsa().rsaPublicKey(n, BigInteger.valueOf(3))).along(FindingKind.SIGNATURE_INVALID));
        cases.put(
                FindingKind.RSA_MODULUS_INVALID,
                () -> of(rsa().rsaPublicKey(n.clearBit(0), f4)).along(FindingKind.SIGNATURE_INVALID));
        cases.put(
                FindingKind.RSA_PARAMETERS,
                () -> of(rsa().publicKey(
                                new AlgorithmIdentifier(RSA_KEY.getAlgorithm()), RequestBuilder.rsaBits(n, f4))));
        cases.put(
                FindingKind.EC_CURVE,
                () -> of(ec().publicKey(
                                        new AlgorithmIdentifier(
                                                P256_KEY.getAlgorithm(), new ASN1ObjectIdentifier("1.3.132.0.10")),
                                        new byte[65]))
                        .along(FindingKind.SIGNATURE_UNVERIFIABLE));
        cases.put(FindingKind.EC_POINT_FORMAT, () -> {
            byte[] compressed = new byte[33];
            compressed[0] = 2;
            return of(ec().publicKey(P256_KEY, compressed)).along(FindingKind.SIGNATURE_UNVERIFIABLE);
        });
        cases.put(FindingKind.EC_POINT_OFF_CURVE, () -> {
            byte[] point = new byte[65];
            point[0] = 4;
            ECPublicKey key = (ECPublicKey) RequestBuilder.ecKey("secp256r1").getPublic();
            byte[] x = key.getW().getAffineX().toByteArray();
            System.arraycopy(x, x.length - 16, point, 17, 16);
            return of(ec().publicKey(P256_KEY, point)).along(FindingKind.SIGNATURE_UNVERIFIABLE);
        });
        cases.put(FindingKind.KEY_UNUSABLE, () -> of(rsa()).judgedBy(use(KeyUse.ANOTHER_PERSON)));
        cases.put(
                FindingKind.KEY_DEBIAN_WEAK,
                () -> of(RequestBuilder.with(
                        WeakKeyPairs.pair(ListedKeys.P_256, Platform.LE64, SeedFile.READ, 4711),
                        RequestBuilder.SHA256_ECDSA,
                        "SHA256withECDSA")));
        cases.put(FindingKind.KEY_USED_BEFORE, () -> of(rsa()).judgedBy(use(KeyUse.OWN_EARLIER)));
    }

    private static void subjects(Map<FindingKind, Supplier<Case>> cases) {
        cases.put(FindingKind.SUBJECT_STRING_TYPE, () -> of(rsa().commonName(new DERBMPString("Siti"))));
        cases.put(FindingKind.SUBJECT_CHARACTERS, () -> of(rsa().commonName("Siti\u200b Rahmawati")));
        cases.put(FindingKind.SUBJECT_LENGTH, () -> of(rsa().commonName("a".repeat(65))));
        cases.put(FindingKind.COMMON_NAME_MISSING, () -> of(rsa().noNames().name(RequestBuilder.C, "ID")));
        cases.put(FindingKind.COMMON_NAME_REPEATED, () -> of(rsa().name(CN, "Budi")));
        cases.put(
                FindingKind.COMMON_NAME_MISMATCH,
                () -> of(rsa().commonName("Budi Santoso")).judgedBy(ACCOUNT));
        cases.put(
                FindingKind.COUNTRY,
                () -> of(rsa().noNames().name(RequestBuilder.C, "MY").name(CN, "Siti")));
        cases.put(
                FindingKind.EMAIL_MISMATCH,
                () -> of(rsa().name(EMAIL, "budi@dinas.go.id")).judgedBy(ACCOUNT));
        cases.put(
                FindingKind.ORGANIZATION_MISMATCH,
                () -> of(rsa().name(O, "Dinas Lain")).judgedBy(ACCOUNT));
        cases.put(
                FindingKind.SERIAL_NUMBER_MISMATCH,
                () -> of(rsa().name(SERIAL_NUMBER, "S-0002")).judgedBy(ACCOUNT));
        cases.put(FindingKind.IDENTITY_NUMBER, () -> of(rsa().name(SERIAL_NUMBER, "3174010101850001")));
    }

    private static void extras(Map<FindingKind, Supplier<Case>> cases) {
        cases.put(
                FindingKind.CHALLENGE_PASSWORD,
                () -> of(rsa().attribute("1.2.840.113549.1.9.7", new DERUTF8String("rahasia"))));
        cases.put(
                FindingKind.ATTRIBUTE_REPEATED,
                () -> of(rsa().attribute("1.2.840.113549.1.9.2", new DERUTF8String("a"))
                                .attribute("1.2.840.113549.1.9.2", new DERUTF8String("b")))
                        .along(FindingKind.ATTRIBUTE_IGNORED));
        cases.put(
                FindingKind.ATTRIBUTE_IGNORED,
                () -> of(rsa().attribute("1.2.840.113549.1.9.2", new DERUTF8String("a"))));
        cases.put(
                FindingKind.EXTENSION_REQUEST_REPEATED,
                () -> of(rsa().extensions(keyUsage(KeyUsage.digitalSignature))
                                .extensions(extension("2.5.29.14", false, new DEROctetString(new byte[20]))))
                        .along(FindingKind.EXTENSION_IGNORED));
        cases.put(
                FindingKind.EXTENSION_REQUEST_MALFORMED,
                () -> of(rsa().attribute(RequestBuilder.EXTENSION_REQUEST, new DERUTF8String("x"))));
        cases.put(
                FindingKind.EXTENSION_REPEATED,
                () -> of(rsa().extensions(keyUsage(KeyUsage.digitalSignature), keyUsage(KeyUsage.nonRepudiation)))
                        .along(FindingKind.EXTENSION_IGNORED));
        cases.put(
                FindingKind.EXTENSION_UNKNOWN_CRITICAL,
                () -> of(rsa().extensions(extension("1.2.3.4", true, new ASN1Integer(1)))));
        cases.put(FindingKind.EXTENSION_IGNORED, () -> of(rsa().extensions(keyUsage(KeyUsage.digitalSignature))));
        cases.put(
                FindingKind.REQUESTS_CA,
                () -> of(rsa().extensions(extension(BASIC_CONSTRAINTS, true, new DERSequence(ASN1Boolean.TRUE)))));
        cases.put(FindingKind.REQUESTS_CA_KEY_USAGE, () -> of(rsa().extensions(keyUsage(KeyUsage.cRLSign))));
        cases.put(FindingKind.CHALLENGE_MISSING, () -> of(rsa()).judgedBy(CHALLENGED));
        cases.put(FindingKind.CHALLENGE_MISMATCH, () -> {
            byte[] another = CHALLENGE.clone();
            another[31] = 1;
            return of(rsa().attribute(Challenge.attribute(another))).judgedBy(CHALLENGED);
        });
        cases.put(
                FindingKind.CHALLENGE_MALFORMED,
                () -> of(rsa().attribute(Challenge.OID, new DEROctetString(new byte[31])))
                        .judgedBy(CHALLENGED));
    }

    static CsrContext use(KeyUse use) {
        return new CsrContext(KeyRules.standard(), null, null, spki -> use);
    }

    static ASN1Encodable keyUsage(int bits) {
        return extension(KEY_USAGE, true, new KeyUsage(bits));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] nested(int levels) {
        ASN1Encodable inner = new DERSet();
        for (int i = 0; i < levels; i++) {
            inner = new DERTaggedObject(true, 0, inner);
        }
        return RequestBuilder.encode(new DERSequence(inner));
    }
}
