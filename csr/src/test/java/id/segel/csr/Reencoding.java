package id.segel.csr;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x509.Extensions;

/**
 * Encodes a request again by Bouncy Castle's types, which know the standard's sets and default values and nothing of how
 * the request was written.
 */
final class Reencoding {

    private Reencoding() {}

    /**
     * @throws AssertionError when the request, or a list of extensions in it, comes out differently
     */
    static void assertSame(byte[] der) {
        try {
            CertificationRequest request = CertificationRequest.getInstance(ASN1Primitive.fromByteArray(der));
            assertSame(der, request);
            if (request.getCertificationRequestInfo().getAttributes() == null) {
                return;
            }
            for (ASN1Encodable element : request.getCertificationRequestInfo().getAttributes()) {
                Attribute attribute = Attribute.getInstance(element);
                String oid = attribute.getAttrType().getId();
                if (oid.equals(RequestBuilder.EXTENSION_REQUEST) || oid.equals(ProgramForms.MICROSOFT_EXTENSIONS)) {
                    ASN1Encodable list = attribute.getAttrValues().getObjectAt(0);
                    assertSame(list.toASN1Primitive().getEncoded(ASN1Encoding.DER), Extensions.getInstance(list));
                }
            }
        } catch (IOException e) {
            throw new AssertionError("an accepted request cannot be parsed", e);
        }
    }

    private static void assertSame(byte[] expected, ASN1Encodable parsed) throws IOException {
        byte[] again = parsed.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        if (!Arrays.equals(expected, again)) {
            throw new AssertionError("accepted " + HexFormat.of().formatHex(expected) + ", encoded again it is "
                    + HexFormat.of().formatHex(again));
        }
    }
}
