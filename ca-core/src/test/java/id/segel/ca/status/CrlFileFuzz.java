package id.segel.ca.status;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/** Fuzz target: a CRL file that is imported is refused with a reason, or says all that is asked of it. */
public final class CrlFileFuzz {

    private CrlFileFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        CrlFile crl;
        try {
            crl = CrlFile.read(input);
            // Asked within the import, which refuses by the same exception whatever cannot be judged.
            crl.isAboutAllAuthorities();
            crl.entry(BigInteger.ONE);
        } catch (IllegalArgumentException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new AssertionError("a CRL is refused without a reason", e);
            }
            return;
        }
        if (crl.number().signum() < 0 || crl.nextUpdate() == null || crl.entries() == null) {
            throw new AssertionError("a CRL was read that says too little");
        }
    }

    public static List<byte[]> seeds() {
        try {
            byte[] plain = crl(extension("2.5.29.20", new ASN1Integer(7)));
            byte[] sharded = crl(
                    extension("2.5.29.20", new ASN1Integer(8)),
                    extension(
                            "2.5.29.28",
                            new IssuingDistributionPoint(
                                    new DistributionPointName(new GeneralNames(new GeneralName(
                                            GeneralName.uniformResourceIdentifier, "http://ca.example/pki/a/0.crl"))),
                                    true,
                                    false)));
            String pem = "-----BEGIN X509 CRL-----\n" + Base64.getMimeEncoder().encodeToString(plain)
                    + "\n-----END X509 CRL-----\n";
            // Found by the fuzzer: a distribution point that is none, a reason beyond any int.
            byte[] noPoint =
                    crl(extension("2.5.29.20", new ASN1Integer(9)), extension("2.5.29.28", new ASN1Integer(1)));
            byte[] noReason =
                    crl(new ASN1Enumerated(BigInteger.TWO.pow(70)), extension("2.5.29.20", new ASN1Integer(10)));
            return List.of(plain, sharded, noPoint, noReason, pem.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] crl(ASN1Encodable... extensions) throws IOException {
        return crl((ASN1Enumerated) CRLReason.lookup(CRLReason.keyCompromise).toASN1Primitive(), extensions);
    }

    private static byte[] crl(ASN1Enumerated reason, ASN1Encodable... extensions) throws IOException {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"));
        ASN1Encodable revoked = new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(BigInteger.TWO.pow(100)),
            new DERUTCTime("261101000000Z"),
            new DERSequence(extension("2.5.29.21", reason))
        });
        ASN1Encodable tbs = new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(1),
            algorithm,
            new X500Name("C=ID,O=Uji,CN=Akar Uji"),
            new DERUTCTime("261101000000Z"),
            new DERGeneralizedTime("20500101000000Z"),
            new DERSequence(revoked),
            new DERTaggedObject(true, 0, new DERSequence(extensions))
        });
        return new DERSequence(new ASN1Encodable[] {tbs, algorithm, new DERBitString(new byte[8])}).getEncoded();
    }

    private static ASN1Encodable extension(String oid, ASN1Encodable value) throws IOException {
        return new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier(oid),
            new DEROctetString(value.toASN1Primitive().getEncoded())
        });
    }
}
