package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;

/**
 * The attributes, a SET OF, stand in the order of their encodings. The parser cannot see it, because the set's tag is
 * implicit. OpenSSL, GnuTLS, the JDK, Bouncy Castle and Windows sort; JavaScript libraries (pkijs, node-forge) write
 * several attributes as they come. Such a request is refused with a sentence: whoever encodes it again by the standard
 * gets other bytes than those that were signed.
 */
final class AttributeOrderCheck implements CsrCheck {

    @Override
    public String id() {
        return "attribute-order";
    }

    @Override
    public String source() {
        return "X.690 11.6, RFC 2986 4";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        byte[] before = {};
        for (ParsedCsr.Attribute attribute : csr.attributes()) {
            byte[] encoded = encode(attribute);
            if (Arrays.compareUnsigned(before, encoded) > 0) {
                return List.of(FindingKind.ATTRIBUTE_ORDER.with(AttributesCheck.name(attribute.oid())));
            }
            before = encoded;
        }
        return List.of();
    }

    private static byte[] encode(ParsedCsr.Attribute attribute) {
        try {
            return new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(attribute.oid()), attribute.values()})
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("an attribute that was parsed cannot be encoded", e);
        }
    }
}
