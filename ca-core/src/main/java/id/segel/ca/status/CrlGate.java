package id.segel.ca.status;

import id.segel.ca.authority.AuthorityKey;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.jspecify.annotations.Nullable;

/**
 * What a CRL must be like before anybody sees it (DESIGN 6; incidents 13, 15): ours, signed by this key, newer than the one
 * before, for this distribution point, and without an entry lost. Works from the finished bytes.
 */
final class CrlGate {
    private final PkiLocations locations;
    private final Departures departures;

    CrlGate(PkiLocations locations, Departures departures) {
        this.locations = locations;
        this.departures = departures;
    }

    /** Knows which entries may leave a CRL. */
    @FunctionalInterface
    interface Departures {
        /**
         * Of entries that stood on the previous CRL and not on the new one, those that had no right to leave: neither
         * expired and shown once since, nor released with its event.
         */
        Set<BigInteger> unexplained(CrlScope scope, PublishedCrl previous, Set<BigInteger> left);
    }

    /**
     * @param der the finished CRL
     * @param intent what was stored before it was signed
     * @param key the authority's key, used in software
     * @param previous the newest published CRL of the scope, or null for the first
     * @return everything that forbids publishing; empty when nothing does
     */
    List<String> faults(byte[] der, CrlIntent intent, AuthorityKey key, @Nullable PublishedCrl previous) {
        CertificateList list;
        TBSCertList tbs;
        try {
            list = CertificateList.getInstance(der);
            tbs = list.getTBSCertList();
        } catch (RuntimeException e) {
            return List.of("the bytes are no CRL: " + e.getMessage());
        }
        List<String> faults = new ArrayList<>();
        addIssuerFaults(faults, intent.scope(), list, tbs, intent, key);
        addNumberFaults(faults, intent, tbs, previous);
        String expected = intent.scope().distributionPoint(locations);
        String point = distributionPoint(tbs);
        if (!Objects.equals(point, expected)) {
            faults.add("its distribution point is " + point + ", not " + expected);
        }
        Set<BigInteger> serials = serials(tbs);
        if (serials.size() != intent.entries()) {
            faults.add("it has " + serials.size() + " entries, not the " + intent.entries() + " stored");
        }
        addLossFaults(faults, intent.scope(), serials, previous);
        return faults;
    }

    private static void addIssuerFaults(
            List<String> faults,
            CrlScope scope,
            CertificateList list,
            TBSCertList tbs,
            CrlIntent intent,
            AuthorityKey key) {
        Certificate issuer = Certificate.getInstance(scope.authority().requireCertificate());
        byte[] bytes = encoded(tbs);
        if (!Arrays.equals(encoded(tbs.getIssuer()), encoded(issuer.getSubject()))) {
            faults.add("its issuer is " + tbs.getIssuer() + ", not " + issuer.getSubject());
        }
        if (!MessageDigest.isEqual(bytes, intent.tbs())) {
            faults.add("its bytes are not those that were stored before it was signed");
        }
        if (!list.getSignatureAlgorithm().equals(tbs.getSignature())
                || !key.verifies(bytes, list.getSignature().getOctets())) {
            faults.add("its signature does not verify with the key of "
                    + scope.authority().name());
        }
    }

    private static void addNumberFaults(
            List<String> faults, CrlIntent intent, TBSCertList tbs, @Nullable PublishedCrl previous) {
        Extensions extensions = tbs.getExtensions();
        Extension extension = extensions == null ? null : extensions.getExtension(Extension.cRLNumber);
        BigInteger number = extension == null
                ? BigInteger.ZERO
                : ASN1Integer.getInstance(extension.getParsedValue()).getPositiveValue();
        if (!number.equals(BigInteger.valueOf(intent.number()))) {
            faults.add("its number is " + number + ", not the stored " + intent.number());
        }
        if (previous != null && number.compareTo(BigInteger.valueOf(previous.number())) <= 0) {
            faults.add("its number " + number + " is not above the published " + previous.number());
        }
        if (previous != null && tbs.getThisUpdate().getDate().toInstant().isBefore(previous.thisUpdate())) {
            faults.add("its time " + tbs.getThisUpdate().getDate().toInstant() + " is before the published "
                    + previous.thisUpdate());
        }
    }

    private void addLossFaults(
            List<String> faults, CrlScope scope, Set<BigInteger> serials, @Nullable PublishedCrl previous) {
        if (previous == null) {
            return;
        }
        Set<BigInteger> left =
                serials(CertificateList.getInstance(previous.der()).getTBSCertList());
        left.removeAll(serials);
        if (left.isEmpty()) {
            return;
        }
        Set<BigInteger> lost = departures.unexplained(scope, previous, left);
        if (!lost.isEmpty()) {
            faults.add(lost.size() + " entries of CRL " + previous.number()
                    + " are missing without expiry or release, the first "
                    + lost.iterator().next().toString(16));
        }
    }

    private static Set<BigInteger> serials(TBSCertList tbs) {
        Set<BigInteger> serials = new HashSet<>();
        Enumeration<?> entries = tbs.getRevokedCertificateEnumeration();
        while (entries.hasMoreElements()) {
            serials.add(((TBSCertList.CRLEntry) entries.nextElement())
                    .getUserCertificate()
                    .getPositiveValue());
        }
        return serials;
    }

    /** The one address of the IDP; null where there is no IDP; "other" where the IDP says anything else. */
    private static @Nullable String distributionPoint(TBSCertList tbs) {
        Extensions extensions = tbs.getExtensions();
        Extension extension = extensions == null ? null : extensions.getExtension(Extension.issuingDistributionPoint);
        if (extension == null) {
            return null;
        }
        IssuingDistributionPoint point = IssuingDistributionPoint.getInstance(extension.getParsedValue());
        DistributionPointName name = point.getDistributionPoint();
        boolean partial = point.onlyContainsUserCerts()
                || point.onlyContainsCACerts()
                || point.onlyContainsAttributeCerts()
                || point.isIndirectCRL()
                || point.getOnlySomeReasons() != null;
        if (partial || !extension.isCritical() || name == null || name.getType() != DistributionPointName.FULL_NAME) {
            return "other";
        }
        GeneralName[] names = GeneralNames.getInstance(name.getName()).getNames();
        return names.length == 1 && names[0].getTagNo() == GeneralName.uniformResourceIdentifier
                ? ASN1IA5String.getInstance(names[0].getName()).getString()
                : "other";
    }

    private static byte[] encoded(org.bouncycastle.asn1.ASN1Object object) {
        try {
            return object.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a parsed CRL cannot be encoded again: " + e.getMessage(), e);
        }
    }
}
