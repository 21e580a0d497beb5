package id.segel.ca.ceremony;

import id.segel.ca.authority.KeyPermit;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;

/**
 * The right to sign one stored CertificationRequestInfo (RFC 2986). Its second element is a Name where a TBSCertificate has
 * an AlgorithmIdentifier, so that its signature can never be taken for one over a certificate.
 */
final class RequestPermit extends KeyPermit {
    RequestPermit(byte[] storedInfo) {
        super(checked(storedInfo));
    }

    private static byte[] checked(byte[] info) {
        try {
            return CertificationRequestInfo.getInstance(info).getEncoded(ASN1Encoding.DER);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("what is to be signed is no request; that is a bug of ours", e);
        }
    }

    @Override
    protected String purpose() {
        return "request";
    }
}
