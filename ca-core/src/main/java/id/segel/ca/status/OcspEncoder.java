package id.segel.ca.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;

/** OCSPResponse of RFC 6960 4.2.1. */
final class OcspEncoder {
    private OcspEncoder() {}

    /** A response that says only why there is none; never signed. */
    static byte[] failure(OcspStatus status) {
        return encoded(new OCSPResponse(new OCSPResponseStatus(status.code()), null));
    }

    /** ResponseData, the bytes to be signed. */
    static byte[] responseData(
            ResponderID responder,
            List<CertID> ids,
            List<@Nullable OcspStatusRow> rows,
            Instant thisUpdate,
            Instant nextUpdate,
            byte @Nullable [] nonce) {
        ASN1EncodableVector responses = new ASN1EncodableVector(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            responses.add(new SingleResponse(
                    ids.get(i), status(rows.get(i)), time(thisUpdate), time(nextUpdate), (Extensions) null));
        }
        Extensions extensions = nonce == null
                ? null
                : new Extensions(new Extension(
                        OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, encoded(new DEROctetString(nonce))));
        return encoded(new ResponseData(responder, time(thisUpdate), new DERSequence(responses), extensions));
    }

    /** The whole response with the responder's certificate in it. */
    static byte[] successful(byte[] responseData, OcspSigner signer, byte[] signature) {
        BasicOCSPResponse basic = new BasicOCSPResponse(
                ResponseData.getInstance(responseData),
                signer.key().algorithm(),
                new DERBitString(signature),
                new DERSequence(signer.certificate()));
        return encoded(new OCSPResponse(
                new OCSPResponseStatus(OcspStatus.SUCCESSFUL.code()),
                new ResponseBytes(OCSPObjectIdentifiers.id_pkix_ocsp_basic, new DEROctetString(encoded(basic)))));
    }

    /** Good is said of an issued certificate and of nothing else. */
    private static CertStatus status(@Nullable OcspStatusRow row) {
        if (row == null) {
            return new CertStatus(2, DERNull.INSTANCE);
        }
        return switch (row.state()) {
            case ISSUED -> new CertStatus();
            case HELD, REVOKED, ORPHANED -> new CertStatus(revoked(row));
            case INTENT, ABANDONED -> new CertStatus(2, DERNull.INSTANCE);
        };
    }

    private static RevokedInfo revoked(OcspStatusRow row) {
        RevocationReason reason = Objects.requireNonNull(row.reason(), "a revoked certificate has its reason");
        ASN1GeneralizedTime since = time(Objects.requireNonNull(row.revokedAt(), "a revoked certificate has its time"));
        return reason == RevocationReason.UNSPECIFIED
                ? new RevokedInfo(since)
                : new RevokedInfo(since, CRLReason.lookup(reason.code()));
    }

    private static ASN1GeneralizedTime time(Instant instant) {
        return new DERGeneralizedTime(Date.from(instant));
    }

    private static byte[] encoded(ASN1Object object) {
        try {
            return object.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException("a part of an OCSP response cannot be encoded", e);
        }
    }
}
