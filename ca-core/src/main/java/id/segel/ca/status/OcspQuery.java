package id.segel.ca.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * What an OCSP request asks (RFC 6960 4.1). Its signature, if any, is not looked at: anybody may ask.
 *
 * @param ids the certificates asked about, one to ten
 * @param nonce the nonce to send back, or null
 */
record OcspQuery(List<CertID> ids, byte @Nullable [] nonce) {
    /** POST bodies above this are refused before they are parsed. */
    static final int SIZE_LIMIT = 4096;

    private static final int CERTIFICATE_LIMIT = 10;
    /** RFC 9654 2.1: 1 to 128 octets are allowed, 16 to 32 must be served. */
    private static final int NONCE_LIMIT = 128;

    private static final int SERVED_NONCE_LIMIT = 32;

    /**
     * @throws MalformedRequestException when the bytes are no request, too many, or ask for too much
     */
    static OcspQuery parse(byte[] der) throws MalformedRequestException {
        if (der.length > SIZE_LIMIT) {
            throw new MalformedRequestException(
                    "the request has " + der.length + " octets; the limit is " + SIZE_LIMIT);
        }
        try {
            TBSRequest request =
                    OCSPRequest.getInstance(ASN1Primitive.fromByteArray(der)).getTbsRequest();
            List<CertID> ids = new ArrayList<>();
            for (ASN1Encodable element : request.getRequestList()) {
                Request single = Request.getInstance(element);
                refuseUnknownCritical(single.getSingleRequestExtensions());
                ids.add(whole(single.getReqCert()));
            }
            if (ids.isEmpty() || ids.size() > CERTIFICATE_LIMIT) {
                throw new MalformedRequestException("the request asks about " + ids.size() + " certificates; 1 to "
                        + CERTIFICATE_LIMIT + " are answered");
            }
            Extensions extensions = request.getRequestExtensions();
            refuseUnknownCritical(extensions);
            return new OcspQuery(List.copyOf(ids), nonce(extensions));
        } catch (IOException | RuntimeException e) {
            throw new MalformedRequestException("the bytes are no OCSP request: " + e.getMessage());
        }
    }

    /** Reads every field now, so that a lazy parser cannot fail later. */
    private static CertID whole(CertID id) {
        return new CertID(
                id.getHashAlgorithm(),
                ASN1OctetString.getInstance(id.getIssuerNameHash()),
                ASN1OctetString.getInstance(id.getIssuerKeyHash()),
                id.getSerialNumber());
    }

    private static byte @Nullable [] nonce(@Nullable Extensions extensions) throws MalformedRequestException {
        Extension extension =
                extensions == null ? null : extensions.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (extension == null) {
            return null;
        }
        byte[] nonce = ASN1OctetString.getInstance(extension.getParsedValue()).getOctets();
        if (nonce.length == 0 || nonce.length > NONCE_LIMIT) {
            throw new MalformedRequestException("the nonce has " + nonce.length + " octets; RFC 9654 has 1 to 128");
        }
        return nonce.length <= SERVED_NONCE_LIMIT ? nonce : null;
    }

    private static void refuseUnknownCritical(@Nullable Extensions extensions) throws MalformedRequestException {
        if (extensions == null) {
            return;
        }
        for (ASN1ObjectIdentifier type : extensions.getCriticalExtensionOIDs()) {
            if (!type.equals(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                    && !type.equals(OCSPObjectIdentifiers.id_pkix_ocsp_response)) {
                throw new MalformedRequestException("the critical extension " + type + " is not known here");
            }
        }
    }

    /** The bytes are not what RFC 6960 calls a request, or ask for more than is answered. */
    static final class MalformedRequestException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedRequestException(String message) {
            super(message);
        }
    }
}
