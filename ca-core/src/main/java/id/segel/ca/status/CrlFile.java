package id.segel.ca.status;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/**
 * A CRL that somebody else made, read from a file and trusted with nothing yet. Its shape is that of RFC 5280 5, DER, and
 * it says all that is needed to judge it.
 *
 * @param der the exact bytes
 * @param number CRL number
 * @param entries who stands on it
 */
record CrlFile(
        byte[] der,
        CertificateList list,
        BigInteger number,
        Instant thisUpdate,
        Instant nextUpdate,
        List<Entry> entries) {
    /** The largest file taken in: a root's or subordinate's CRL is small. */
    private static final int LARGEST = 16 * 1024 * 1024;

    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(
            Extension.authorityKeyIdentifier,
            Extension.cRLNumber,
            Extension.issuingDistributionPoint,
            Extension.reasonCode,
            Extension.invalidityDate);

    /**
     * A certificate on it.
     *
     * @param reason CRLReason, 0 where none is said
     */
    record Entry(BigInteger serial, Instant revokedAt, int reason) {}

    /**
     * Reads PEM (one X509 CRL) or DER.
     *
     * @throws IllegalArgumentException with everything about its shape that forbids taking it in
     */
    static CrlFile read(byte[] file) {
        if (file.length > LARGEST) {
            throw new IllegalArgumentException("the CRL file has " + file.length + " octets; the limit is " + LARGEST);
        }
        byte[] der = isPem(file) ? fromPem(file) : file;
        try {
            return readDer(der);
        } catch (ArithmeticException | IllegalStateException | ClassCastException e) {
            // Where one of its extensions is not what its name says.
            throw new IllegalArgumentException(
                    "the CRL is not taken in: a part of it is malformed (" + e.getMessage() + ")", e);
        }
    }

    private static CrlFile readDer(byte[] der) {
        CertificateList list;
        TBSCertList tbs;
        try {
            list = CertificateList.getInstance(ASN1Primitive.fromByteArray(der));
            tbs = list.getTBSCertList();
            if (!Arrays.equals(der, list.getEncoded(ASN1Encoding.DER))) {
                throw new IllegalArgumentException("the file holds no CRL in DER: encoded again it is different");
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "the file holds no CRL: " + e.getMessage() + ". Give one CRL, PEM or DER.", e);
        }
        List<String> faults = new ArrayList<>();
        BigInteger number = number(tbs, faults);
        List<Entry> entries = new ArrayList<>();
        addShapeFaults(tbs, faults);
        addEntries(tbs, entries, faults);
        if (!faults.isEmpty() || tbs.getNextUpdate() == null) {
            throw new IllegalArgumentException("the CRL is not taken in: " + String.join("; ", faults));
        }
        return new CrlFile(
                der,
                list,
                number,
                tbs.getThisUpdate().getDate().toInstant(),
                tbs.getNextUpdate().getDate().toInstant(),
                List.copyOf(entries));
    }

    TBSCertList tbs() {
        return list.getTBSCertList();
    }

    @Nullable
    Entry entry(BigInteger serial) {
        return entries.stream()
                .filter(entry -> entry.serial().equals(serial))
                .findFirst()
                .orElse(null);
    }

    /** Whether it speaks of every certificate authority its issuer certified, for every reason. */
    boolean isAboutAllAuthorities() {
        IssuingDistributionPoint point = point(tbs());
        return point == null
                || !point.onlyContainsUserCerts()
                        && !point.onlyContainsAttributeCerts()
                        && !point.isIndirectCRL()
                        && point.getOnlySomeReasons() == null;
    }

    private static @Nullable IssuingDistributionPoint point(TBSCertList tbs) {
        Extension extension = tbs.getExtensions().getExtension(Extension.issuingDistributionPoint);
        return extension == null ? null : IssuingDistributionPoint.getInstance(extension.getParsedValue());
    }

    private static BigInteger number(TBSCertList tbs, List<String> faults) {
        Extensions extensions = tbs.getExtensions();
        Extension extension = extensions == null ? null : extensions.getExtension(Extension.cRLNumber);
        if (extension == null) {
            faults.add("it has no CRL number (RFC 5280 5.2.3)");
            return BigInteger.ZERO;
        }
        BigInteger number = ASN1Integer.getInstance(extension.getParsedValue()).getValue();
        if (number.signum() < 0 || number.bitLength() > 160) {
            faults.add("its number is negative or longer than 20 octets");
        }
        return number;
    }

    private static void addShapeFaults(TBSCertList tbs, List<String> faults) {
        if (tbs.getVersionNumber() != 2) {
            faults.add("it is no version 2 CRL");
        }
        if (tbs.getNextUpdate() == null) {
            faults.add("it has no nextUpdate");
        }
        Extensions extensions = tbs.getExtensions();
        if (extensions == null) {
            return;
        }
        if (extensions.getExtension(Extension.deltaCRLIndicator) != null) {
            faults.add("it is a delta CRL, which is never complete");
        }
        // Asked for later, where nobody expects it to be malformed.
        point(tbs);
        addUnknown(extensions, "it has", faults);
    }

    private static void addEntries(TBSCertList tbs, List<Entry> entries, List<String> faults) {
        Enumeration<?> all = tbs.getRevokedCertificateEnumeration();
        while (all.hasMoreElements()) {
            TBSCertList.CRLEntry entry = (TBSCertList.CRLEntry) all.nextElement();
            Extensions extensions = entry.getExtensions();
            int reason = 0;
            if (extensions != null) {
                addUnknown(extensions, "an entry has", faults);
                Extension said = extensions.getExtension(Extension.reasonCode);
                reason = said == null
                        ? 0
                        : ASN1Enumerated.getInstance(said.getParsedValue()).intValueExact();
            }
            entries.add(new Entry(
                    entry.getUserCertificate().getPositiveValue(),
                    entry.getRevocationDate().getDate().toInstant(),
                    reason));
        }
    }

    /** RFC 5280 5.2 and 5.3: a critical extension that is not understood forbids using the CRL. */
    private static void addUnknown(Extensions extensions, String who, List<String> faults) {
        for (ASN1ObjectIdentifier critical : extensions.getCriticalExtensionOIDs()) {
            if (!UNDERSTOOD.contains(critical) && !critical.equals(Extension.deltaCRLIndicator)) {
                faults.add(who + " the critical extension " + critical + ", which is not understood");
            }
        }
    }

    private static boolean isPem(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, 4096), StandardCharsets.US_ASCII);
        return start.contains("-----BEGIN ");
    }

    private static byte[] fromPem(byte[] file) {
        try (PemReader reader = new PemReader(new StringReader(new String(file, StandardCharsets.US_ASCII)))) {
            PemObject first = reader.readPemObject();
            if (first == null || !"X509 CRL".equals(first.getType()) || reader.readPemObject() != null) {
                throw new IllegalArgumentException(
                        "the PEM file holds something else than one X509 CRL. Give one CRL, PEM or DER.");
            }
            return first.getContent();
        } catch (IOException e) {
            throw new IllegalArgumentException("the PEM file cannot be read: " + e.getMessage(), e);
        }
    }
}
