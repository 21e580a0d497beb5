package id.segel.csr;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/** Makes requests field by field, good ones by default, and any single thing wrong on demand. */
public final class RequestBuilder {

    public static final String CN = "2.5.4.3";
    public static final String C = "2.5.4.6";
    public static final String O = "2.5.4.10";
    public static final String SERIAL_NUMBER = "2.5.4.5";
    public static final String EMAIL = "1.2.840.113549.1.9.1";
    public static final String EXTENSION_REQUEST = "1.2.840.113549.1.9.14";

    public static final AlgorithmIdentifier SHA256_RSA = rsa("1.2.840.113549.1.1.11");
    public static final AlgorithmIdentifier SHA256_ECDSA =
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"));
    public static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112"));

    /** Keys are made once per test run and name. */
    private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

    private int version = 0;
    private final List<ASN1Encodable> rdns = new ArrayList<>();
    private byte[] spki;
    private KeyPair signer;
    private AlgorithmIdentifier algorithm;
    private String jcaName;
    private final List<ASN1Encodable> attributes = new ArrayList<>();
    private AttributeForm attributeForm = AttributeForm.SORTED;

    /** How the attributes are written. */
    private enum AttributeForm {
        SORTED,
        AS_GIVEN,
        LEFT_OUT
    }

    private byte @Nullable [] signature;

    private RequestBuilder(KeyPair pair, AlgorithmIdentifier algorithm, String jcaName) {
        this.signer = pair;
        this.spki = pair.getPublic().getEncoded();
        this.algorithm = algorithm;
        this.jcaName = jcaName;
    }

    /** RSA-2048, C=ID, O, CN of the test's person. */
    public static RequestBuilder rsa() {
        return new RequestBuilder(rsaKey(2048), SHA256_RSA, "SHA256withRSA").person();
    }

    /** P-256, same subject. */
    public static RequestBuilder ec() {
        return new RequestBuilder(ecKey("secp256r1"), SHA256_ECDSA, "SHA256withECDSA").person();
    }

    /** Ed25519, same subject. */
    public static RequestBuilder ed25519() {
        return with(key("Ed25519", 0), ED25519, "Ed25519");
    }

    public static RequestBuilder with(KeyPair pair, AlgorithmIdentifier algorithm, String jcaName) {
        return new RequestBuilder(pair, algorithm, jcaName).person();
    }

    public static KeyPair rsaKey(int bits) {
        return KEYS.computeIfAbsent("RSA" + bits, name -> generate("RSA", bits, null));
    }

    public static KeyPair ecKey(String curve) {
        return KEYS.computeIfAbsent(curve, name -> generate("EC", 0, curve));
    }

    public static KeyPair key(String algorithm, int bits) {
        return KEYS.computeIfAbsent(algorithm + bits, name -> generate(algorithm, bits, null));
    }

    /** A key of its own, made at every call; of EC the bits are those of P-256 or P-384. */
    public static KeyPair newKey(String algorithm, int bits) {
        return generate(algorithm, bits, null);
    }

    public static AlgorithmIdentifier rsa(String oid) {
        return new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid), DERNull.INSTANCE);
    }

    private RequestBuilder person() {
        return name(C, new DERPrintableString("ID"))
                .name(O, "Dinas Komunikasi dan Informatika")
                .name(CN, "Siti Rahmawati");
    }

    public RequestBuilder version(int version) {
        this.version = version;
        return this;
    }

    public RequestBuilder noNames() {
        rdns.clear();
        return this;
    }

    public RequestBuilder name(String oid, String value) {
        return name(oid, new DERUTF8String(value));
    }

    public RequestBuilder name(String oid, ASN1Encodable value) {
        rdns.add(new DERSet(new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(oid), value})));
        return this;
    }

    /** Several types and values in one part of the subject. */
    public RequestBuilder multiValued(String... typesAndValues) {
        ASN1EncodableVector pairs = new ASN1EncodableVector();
        for (int i = 0; i < typesAndValues.length; i += 2) {
            pairs.add(new DERSequence(new ASN1Encodable[] {
                new ASN1ObjectIdentifier(typesAndValues[i]), new DERUTF8String(typesAndValues[i + 1])
            }));
        }
        rdns.add(new DERSet(pairs));
        return this;
    }

    /** Attributes in the order of the calls, as JavaScript libraries write them, and not in DER's. */
    public RequestBuilder unsorted() {
        attributeForm = AttributeForm.AS_GIVEN;
        return this;
    }

    /** Leaves the field out that RFC 2986 demands even when it is empty, as pkijs does. */
    public RequestBuilder withoutAttributes() {
        attributeForm = AttributeForm.LEFT_OUT;
        return this;
    }

    /** Replaces the common name. */
    public RequestBuilder commonName(ASN1Encodable value) {
        rdns.remove(rdns.size() - 1);
        return name(CN, value);
    }

    public RequestBuilder commonName(String value) {
        return commonName(new DERUTF8String(value));
    }

    /** Puts another public key in, while the old private key keeps signing. */
    public RequestBuilder publicKey(AlgorithmIdentifier keyAlgorithm, byte[] bits) {
        return publicKey(new DERSequence(new ASN1Encodable[] {keyAlgorithm, new DERBitString(bits)}));
    }

    public RequestBuilder publicKey(ASN1Encodable keyInfo) {
        this.spki = encode(keyInfo);
        return this;
    }

    public RequestBuilder rsaPublicKey(BigInteger modulus, BigInteger exponent) {
        return publicKey(rsa("1.2.840.113549.1.1.1"), rsaBits(modulus, exponent));
    }

    public static byte[] rsaBits(BigInteger modulus, BigInteger exponent) {
        return encode(new DERSequence(new ASN1Encodable[] {new ASN1Integer(modulus), new ASN1Integer(exponent)}));
    }

    public RequestBuilder algorithm(AlgorithmIdentifier other) {
        this.algorithm = other;
        return this;
    }

    public RequestBuilder signer(KeyPair other) {
        this.signer = other;
        return this;
    }

    /** Puts these bytes where the signature belongs. */
    public RequestBuilder signature(byte[] other) {
        this.signature = other.clone();
        return this;
    }

    public RequestBuilder attribute(String oid, ASN1Encodable... values) {
        return attribute(new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(oid), new DERSet(values)}));
    }

    public RequestBuilder attribute(ASN1Encodable attribute) {
        attributes.add(attribute);
        return this;
    }

    public RequestBuilder extensions(ASN1Encodable... extensions) {
        return attribute(EXTENSION_REQUEST, new DERSequence(extensions));
    }

    public static ASN1Encodable extension(String oid, boolean critical, ASN1Encodable value) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(new ASN1ObjectIdentifier(oid));
        if (critical) {
            parts.add(org.bouncycastle.asn1.ASN1Boolean.TRUE);
        }
        parts.add(new DEROctetString(encode(value)));
        return new DERSequence(parts);
    }

    /** An extension with {@code critical FALSE} written out, which DER forbids. */
    public static ASN1Encodable extensionWithDefault(String oid, ASN1Encodable value) {
        return new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier(oid), org.bouncycastle.asn1.ASN1Boolean.FALSE, new DEROctetString(encode(value))
        });
    }

    /** An extension whose value is any bytes. */
    public static ASN1Encodable rawExtension(String oid, byte... value) {
        return new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(oid), new DEROctetString(value)});
    }

    public byte[] der() {
        return signed(info());
    }

    /** The CertificationRequestInfo. */
    public byte[] info() {
        ASN1EncodableVector info = new ASN1EncodableVector();
        info.add(new ASN1Integer(version));
        info.add(new DERSequence(rdns.toArray(new ASN1Encodable[0])));
        info.add(decode(spki));
        ASN1Encodable[] given = attributes.toArray(new ASN1Encodable[0]);
        switch (attributeForm) {
            case SORTED -> info.add(new DERTaggedObject(false, 0, new DERSet(given)));
            case AS_GIVEN -> info.add(new DERTaggedObject(false, 0, new DERSequence(given)));
            case LEFT_OUT -> {}
        }
        return encode(new DERSequence(info));
    }

    /** A request of any bytes for the CertificationRequestInfo, signed as they are. */
    public byte[] signed(byte[] toBeSigned) {
        byte[] rest = FindingCases.join(encode(algorithm), encode(new DERBitString(sign(toBeSigned))));
        return FindingCases.join(header(toBeSigned.length + rest.length), toBeSigned, rest);
    }

    private static byte[] header(int length) {
        return length < 0x80
                ? new byte[] {0x30, (byte) length}
                : length < 0x100
                        ? new byte[] {0x30, (byte) 0x81, (byte) length}
                        : length < 0x10000
                                ? new byte[] {0x30, (byte) 0x82, (byte) (length >> 8), (byte) length}
                                : new byte[] {
                                    0x30, (byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length
                                };
    }

    public byte[] pem() {
        return pem("CERTIFICATE REQUEST", der(), "\n").getBytes(US_ASCII);
    }

    public static String pem(String label, byte[] der, String newLine) {
        return "-----BEGIN " + label + "-----" + newLine
                + Base64.getMimeEncoder(64, newLine.getBytes(US_ASCII)).encodeToString(der) + newLine + "-----END "
                + label + "-----" + newLine;
    }

    private byte[] sign(byte[] toBeSigned) {
        if (signature != null) {
            return signature;
        }
        try {
            Signature signing = Signature.getInstance(jcaName);
            signing.initSign(signer.getPrivate());
            signing.update(toBeSigned);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] encode(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ASN1Primitive decode(byte[] der) {
        try {
            return ASN1Primitive.fromByteArray(der);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair generate(String algorithm, int bits, @Nullable String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve != null) {
                generator.initialize(new ECGenParameterSpec(curve));
            } else if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
