package id.segel.ca.status;

import id.segel.ca.authority.Authority;
import id.segel.ca.authority.AuthorityKey;
import id.segel.ca.authority.SignatureCheck;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
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
    /** The clock of whoever made a CRL elsewhere may be this much ahead. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

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

    /** What one that came as a file speaks for, as its IDP says; null when that is nothing of this authority's. */
    @Nullable
    CrlScope scopeOf(Authority authority, CrlFile file) {
        String point = distributionPoint(file.tbs());
        return CrlScope.of(authority).stream()
                .filter(scope -> Objects.equals(point, scope.distributionPoint(locations)))
                .findFirst()
                .orElse(null);
    }

    /**
     * What forbids taking in a CRL of an authority here that somebody else made.
     *
     * @param file read already
     * @param scope what it speaks for
     * @param highest the highest number stored for the scope, published or burned
     * @param previous the newest published CRL of the scope, or null for the first
     * @param revoked serials that are revoked here and stand on every CRL of the scope
     * @param now the database's time
     */
    List<String> faultsOfFile(
            CrlFile file,
            CrlScope scope,
            long highest,
            @Nullable PublishedCrl previous,
            Set<BigInteger> revoked,
            Instant now) {
        Authority authority = scope.authority();
        List<String> faults = new ArrayList<>(faultsOfMaker(file, authority.requireCertificate()));
        faults.addAll(faultsOfTime(file, previous == null ? null : previous.thisUpdate(), now));
        if (file.number().bitLength() > 62) {
            faults.add("its number has more than 62 bits; numbers of CRLs kept here do not");
        } else if (file.number().compareTo(BigInteger.valueOf(highest)) <= 0) {
            faults.add("its number " + file.number() + " is not above " + highest + ", the highest given here");
        }
        Set<BigInteger> serials = serials(file.tbs());
        Set<BigInteger> missing = new HashSet<>(revoked);
        missing.removeAll(serials);
        if (!missing.isEmpty()) {
            faults.add(missing.size() + " certificates that are revoked here are missing, the first "
                    + missing.iterator().next().toString(16) + "; have " + authority.name() + " revoke them too");
        }
        addLossFaults(faults, scope, serials, previous);
        return faults;
    }

    /** Name and signature by the certificate known here. */
    static List<String> faultsOfMaker(CrlFile file, byte[] issuerCertificate) {
        Certificate issuer = Certificate.getInstance(issuerCertificate);
        List<String> faults = new ArrayList<>();
        if (!Arrays.equals(encoded(file.tbs().getIssuer()), encoded(issuer.getSubject()))) {
            faults.add("its issuer is " + file.tbs().getIssuer() + ", not " + issuer.getSubject());
        }
        CertificateList list = file.list();
        boolean signed = list.getSignatureAlgorithm().equals(file.tbs().getSignature())
                && new SignatureCheck(encoded(issuer.getSubjectPublicKeyInfo()))
                        .verifies(
                                list.getSignatureAlgorithm(),
                                encoded(file.tbs()),
                                list.getSignature().getOctets());
        if (!signed) {
            faults.add("its signature does not verify with the certificate of " + issuer.getSubject());
        }
        return faults;
    }

    /** Neither from the future nor out of date, neither too long nor older than the one before. */
    static List<String> faultsOfTime(CrlFile file, @Nullable Instant previousUpdate, Instant now) {
        List<String> faults = new ArrayList<>();
        if (file.thisUpdate().isAfter(now.plus(CLOCKS_APART))) {
            faults.add("its thisUpdate " + file.thisUpdate() + " lies in the future");
        }
        if (!file.nextUpdate().isAfter(now)) {
            faults.add("it was out of date at " + file.nextUpdate());
        }
        if (CrlTerm.isTooLong(file.thisUpdate(), file.nextUpdate())) {
            faults.add("its nextUpdate " + file.nextUpdate() + " is more than " + CrlTerm.LONGEST_MONTHS
                    + " months after " + file.thisUpdate());
        }
        if (previousUpdate != null && file.thisUpdate().isBefore(previousUpdate)) {
            faults.add("its time " + file.thisUpdate() + " is before the published " + previousUpdate);
        }
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
