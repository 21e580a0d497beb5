package id.segel.lock;

import id.segel.csr.Challenge;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Makes the request (RFC 2986): subject and challenge out of the enrolment file, signed by the new key. */
final class RequestMaker {

    /** Attribute types of RFC 5280 Annex A by the names enrolment files use. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("CN", "2.5.4.3"),
            Map.entry("SN", "2.5.4.4"),
            Map.entry("serialNumber", "2.5.4.5"),
            Map.entry("C", "2.5.4.6"),
            Map.entry("L", "2.5.4.7"),
            Map.entry("ST", "2.5.4.8"),
            Map.entry("O", "2.5.4.10"),
            Map.entry("OU", "2.5.4.11"),
            Map.entry("title", "2.5.4.12"),
            Map.entry("GN", "2.5.4.42"),
            Map.entry("emailAddress", "1.2.840.113549.1.9.1"));

    /** PrintableString by RFC 5280 Annex A; everything else is UTF8String. */
    private static final Set<String> PRINTABLE = Set.of("C", "serialNumber");

    private record Algorithm(String jcaName, AlgorithmIdentifier identifier) {}

    private static final Algorithm RSA = new Algorithm(
            "SHA256withRSA",
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.1.1.11"), DERNull.INSTANCE));
    private static final Algorithm P256 =
            new Algorithm("SHA256withECDSA", new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2")));
    private static final Algorithm P384 =
            new Algorithm("SHA384withECDSA", new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.3")));

    private RequestMaker() {}

    static boolean knows(String type) {
        return TYPES.containsKey(type);
    }

    /** The request as DER. */
    static byte[] make(Enrolment enrolment, KeyPair pair) throws GeneralSecurityException, IOException {
        Algorithm algorithm = algorithm(pair);
        DERSequence info = new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(0),
            subject(enrolment.subject()),
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()),
            new DERTaggedObject(false, 0, new DERSet(Challenge.attribute(enrolment.challenge())))
        });
        Signature signature = Signature.getInstance(algorithm.jcaName());
        signature.initSign(pair.getPrivate());
        signature.update(info.getEncoded(ASN1Encoding.DER));
        return new DERSequence(new ASN1Encodable[] {info, algorithm.identifier(), new DERBitString(signature.sign())})
                .getEncoded(ASN1Encoding.DER);
    }

    private static Algorithm algorithm(KeyPair pair) {
        if (pair.getPublic() instanceof ECPublicKey key) {
            return key.getParams().getOrder().bitLength() > 256 ? P384 : P256;
        }
        return RSA;
    }

    private static DERSequence subject(List<Enrolment.Attribute> attributes) {
        List<ASN1Encodable> names = new ArrayList<>();
        for (Enrolment.Attribute attribute : attributes) {
            names.add(new DERSet(new DERSequence(new ASN1Encodable[] {
                new ASN1ObjectIdentifier(TYPES.getOrDefault(attribute.type(), attribute.type())), value(attribute)
            })));
        }
        return new DERSequence(names.toArray(new ASN1Encodable[0]));
    }

    private static ASN1Encodable value(Enrolment.Attribute attribute) {
        if (attribute.type().equals("emailAddress")) {
            return new DERIA5String(attribute.value());
        }
        return PRINTABLE.contains(attribute.type()) && DERPrintableString.isPrintableString(attribute.value())
                ? new DERPrintableString(attribute.value())
                : new DERUTF8String(attribute.value());
    }
}
