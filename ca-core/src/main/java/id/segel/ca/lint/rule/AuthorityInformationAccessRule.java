package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.X509ObjectIdentifiers;

/** The authority information access names exactly the expected OCSP and issuer locations, by plain http. */
final class AuthorityInformationAccessRule extends NamedRule {
    AuthorityInformationAccessRule() {
        super(
                "lint.authority-information-access",
                "The authority information access names exactly the expected OCSP and issuer locations, by plain http.",
                "RFC 5280 4.2.2.1",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        List<String> ocsp = new ArrayList<>();
        List<String> issuers = new ArrayList<>();
        ASN1Encodable value = subject.extensionValue(Extension.authorityInfoAccess);
        if (value != null) {
            for (AccessDescription access :
                    AuthorityInformationAccess.getInstance(value).getAccessDescriptions()) {
                String location = Locations.of(access.getAccessLocation());
                if (access.getAccessMethod().equals(X509ObjectIdentifiers.id_ad_ocsp)) {
                    ocsp.add(location);
                } else if (access.getAccessMethod().equals(X509ObjectIdentifiers.id_ad_caIssuers)) {
                    issuers.add(location);
                } else {
                    faults.add("the access method " + access.getAccessMethod() + " is in no profile");
                }
            }
        }
        boolean promised = subject.profile().hasAuthorityInformationAccess();
        Locations.compare(
                faults,
                "the OCSP location",
                ocsp,
                subject.profile().hasOcspLocation() ? subject.promise().ocspUrls() : List.of());
        Locations.compare(
                faults,
                "the issuer's location",
                issuers,
                subject.profile().hasCaIssuersLocation() ? subject.promise().caIssuersUrls() : List.of());
        if (promised && ocsp.isEmpty() && issuers.isEmpty()) {
            faults.add("the profile promises locations of the authority and there is none");
        }
        return faults;
    }
}
