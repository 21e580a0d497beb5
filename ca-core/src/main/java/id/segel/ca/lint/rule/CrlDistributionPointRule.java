package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The CRL distribution points are exactly those expected, by plain http, for all reasons. */
final class CrlDistributionPointRule extends NamedRule {
    CrlDistributionPointRule() {
        super(
                "lint.crl-distribution-point",
                "The CRL distribution points are exactly those expected, by plain http, for all reasons.",
                "RFC 5280 4.2.1.13",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        List<String> found = new ArrayList<>();
        ASN1Encodable value = subject.extensionValue(Extension.cRLDistributionPoints);
        if (value != null) {
            for (DistributionPoint point : CRLDistPoint.getInstance(value).getDistributionPoints()) {
                add(faults, found, point);
            }
        }
        Locations.compare(
                faults,
                "the CRL distribution point",
                found,
                subject.profile().hasCrlDistributionPoint() ? subject.promise().crlUrls() : List.of());
        if (subject.profile().hasCrlDistributionPoint() && found.isEmpty()) {
            faults.add("the profile promises a CRL distribution point and there is none");
        }
        return faults;
    }

    private static void add(List<String> faults, List<String> found, DistributionPoint point) {
        if (point.getReasons() != null || point.getCRLIssuer() != null) {
            faults.add("the CRL distribution point is limited to some reasons or names another CRL issuer");
        }
        DistributionPointName name = point.getDistributionPoint();
        if (name == null || name.getType() != DistributionPointName.FULL_NAME) {
            faults.add("a CRL distribution point has no full name");
            return;
        }
        for (GeneralName location : GeneralNames.getInstance(name.getName()).getNames()) {
            found.add(Locations.of(location));
        }
    }
}
