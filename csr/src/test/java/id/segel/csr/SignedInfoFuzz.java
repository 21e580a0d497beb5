package id.segel.csr;

import static id.segel.csr.RequestBuilder.EXTENSION_REQUEST;
import static id.segel.csr.RequestBuilder.extension;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * Fuzz target: any bytes as the CertificationRequestInfo of a request whose signature holds, so that the fuzzer gets past
 * the signature and comes upon what is accepted. The key is the one everybody knows: scalar 1, the curve's generator.
 */
public final class SignedInfoFuzz {

    private static final KeyPair KEY = generator();

    private SignedInfoFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] info) {
        SoundReport.about(request().signed(info));
    }

    static List<byte[]> seeds() {
        ASN1Encodable identifier = extension("2.5.29.14", false, new DEROctetString(new byte[20]));
        return List.of(
                request().info(),
                request().withoutAttributes().info(),
                request().attribute(Challenge.attribute(FindingCases.CHALLENGE)).info(),
                request()
                        .name("2.5.4.11", "Bidang Persandian")
                        .multiValued("2.5.4.12", "a", "2.5.4.5", "S-0001")
                        .info(),
                request().extensions(identifier, FindingCases.keyUsage(0xc0)).info(),
                request()
                        .extensions(NamesAndExtrasCases.basicConstraintsWithDefault())
                        .info(),
                request()
                        .extensions(RequestBuilder.extensionWithDefault("2.5.29.15", new DERBitString(new byte[] {1})))
                        .info(),
                request()
                        .extensions(NamesAndExtrasCases.purposes(
                                KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_emailProtection))
                        .info(),
                request()
                        .extensions(NamesAndExtrasCases.names(
                                new GeneralName(GeneralName.rfc822Name, "siti@dinas.go.id"),
                                new GeneralName(GeneralName.dNSName, "pc")))
                        .info(),
                request()
                        .unsorted()
                        .attribute(EXTENSION_REQUEST, new DERSequence(identifier))
                        .attribute("1.2.840.113549.1.9.2", new DERUTF8String("a"))
                        .info());
    }

    private static RequestBuilder request() {
        return RequestBuilder.with(KEY, RequestBuilder.SHA256_ECDSA, "SHA256withECDSA");
    }

    /** The pair of scalar 1. */
    static KeyPair generator() {
        try {
            KeyPairGenerator any = KeyPairGenerator.getInstance("EC");
            any.initialize(new ECGenParameterSpec("secp256r1"));
            ECParameterSpec curve = ((ECPublicKey) any.generateKeyPair().getPublic()).getParams();
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new KeyPair(
                    factory.generatePublic(new ECPublicKeySpec(curve.getGenerator(), curve)),
                    factory.generatePrivate(new ECPrivateKeySpec(BigInteger.ONE, curve)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
