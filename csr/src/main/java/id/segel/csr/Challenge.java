package id.segel.csr;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;

/**
 * The attribute that ties a request to one application: 32 bytes drawn by the server, handed out in the enrolment
 * file, covered by the request's own signature. It shows that the request was made for this application and not
 * lifted from another one.
 */
public final class Challenge {

    /** Under a UUID arc of our own (ITU-T X.667) until an arc is registered. */
    public static final String OID = "2.25.229393928576792017122486961842499126000.1";

    /** Bytes in a challenge. */
    public static final int LENGTH = 32;

    private Challenge() {}

    /**
     * The attribute as it goes into a request: one OCTET STRING.
     *
     * @throws IllegalArgumentException when the challenge has not {@link #LENGTH} bytes
     */
    public static Attribute attribute(byte[] challenge) {
        if (challenge.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a challenge has " + LENGTH + " bytes, this one has " + challenge.length);
        }
        return new Attribute(new ASN1ObjectIdentifier(OID), new DERSet(new DEROctetString(challenge)));
    }
}
