package id.segel.ca.status;

import id.segel.ca.authority.Authority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.Time;
import org.jspecify.annotations.Nullable;

/**
 * TBSCertList of RFC 5280 5.1, version 2. Entries are written one after the other and never held as objects together.
 */
final class CrlEncoder {
    private static final int SEQUENCE = 0x30;
    private static final ASN1Integer V2 = new ASN1Integer(1);

    private CrlEncoder() {}

    /**
     * @param distributionPoint the address in the IDP; null for a CRL of everything, which has none
     */
    static byte[] tbs(
            Authority authority,
            AlgorithmIdentifier algorithm,
            long number,
            Instant thisUpdate,
            Instant nextUpdate,
            @Nullable String distributionPoint,
            List<CrlEntry> entries) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(1024 + entries.size() * 48);
        Certificate certificate = Certificate.getInstance(authority.requireCertificate());
        write(content, V2);
        write(content, algorithm);
        write(content, certificate.getSubject());
        write(content, new Time(Date.from(thisUpdate)));
        write(content, new Time(Date.from(nextUpdate)));
        if (!entries.isEmpty()) {
            // RFC 5280 5.1.2.6: when there is no entry, the list is absent.
            ByteArrayOutputStream list = new ByteArrayOutputStream(entries.size() * 48);
            for (CrlEntry entry : entries) {
                write(list, encoded(entry));
            }
            writeSequence(content, list);
        }
        write(content, new DERTaggedObject(true, 0, extensions(certificate, number, distributionPoint)));
        ByteArrayOutputStream tbs = new ByteArrayOutputStream(content.size() + 8);
        writeSequence(tbs, content);
        return tbs.toByteArray();
    }

    /** CertificateList of a TBSCertList and its signature. */
    static byte[] signed(byte[] tbs, AlgorithmIdentifier algorithm, byte[] signature) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(tbs.length + signature.length + 64);
        content.writeBytes(tbs);
        write(content, algorithm);
        write(content, new DERBitString(signature));
        ByteArrayOutputStream list = new ByteArrayOutputStream(content.size() + 8);
        writeSequence(list, content);
        return list.toByteArray();
    }

    private static DERSequence encoded(CrlEntry entry) {
        ASN1EncodableVector fields = new ASN1EncodableVector(3);
        fields.add(new ASN1Integer(new BigInteger(1, entry.serial())));
        fields.add(new Time(Date.from(entry.revokedAt())));
        if (entry.reason() != CRLReason.unspecified) {
            // RFC 5280 5.3.1: unspecified is said by leaving the reason out.
            CRLReason reason = CRLReason.lookup(entry.reason());
            fields.add(new Extensions(new Extension(Extension.reasonCode, false, bytes(reason))));
        }
        return new DERSequence(fields);
    }

    private static Extensions extensions(Certificate issuer, long number, @Nullable String distributionPoint) {
        SubjectKeyIdentifier key =
                SubjectKeyIdentifier.fromExtensions(issuer.getTBSCertificate().getExtensions());
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        try {
            extensions.addExtension(
                    Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(key.getKeyIdentifier()));
            extensions.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            if (distributionPoint != null) {
                GeneralName location = new GeneralName(GeneralName.uniformResourceIdentifier, distributionPoint);
                extensions.addExtension(
                        Extension.issuingDistributionPoint,
                        true,
                        new IssuingDistributionPoint(
                                new DistributionPointName(new GeneralNames(location)),
                                false,
                                false,
                                null,
                                false,
                                false));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the extensions of a CRL cannot be encoded", e);
        }
        return extensions.generate();
    }

    private static void write(ByteArrayOutputStream out, ASN1Object object) {
        out.writeBytes(bytes(object));
    }

    private static byte[] bytes(ASN1Object object) {
        try {
            return object.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException("a part of a CRL cannot be encoded", e);
        }
    }

    private static void writeSequence(ByteArrayOutputStream out, ByteArrayOutputStream content) {
        int length = content.size();
        out.write(SEQUENCE);
        if (length < 0x80) {
            out.write(length);
        } else {
            int octets = 4 - Integer.numberOfLeadingZeros(length) / 8;
            out.write(0x80 | octets);
            for (int i = octets - 1; i >= 0; i--) {
                out.write(length >>> 8 * i);
            }
        }
        try {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a CRL cannot be put together in memory", e);
        }
    }
}
