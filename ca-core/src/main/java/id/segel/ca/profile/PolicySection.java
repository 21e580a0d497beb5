package id.segel.ca.profile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The certificate policies of a profile. */
final class PolicySection {
    private static final int MOST = 8;
    private static final int LONGEST_NOTICE = 200;

    private PolicySection() {}

    /** Entries are an object identifier, or an object of oid, cps and userNotice. */
    static List<PolicyTerms> read(JsonPlace profile) {
        List<PolicyTerms> policies = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonPlace place : profile.items("policies", MOST)) {
            PolicyTerms terms = terms(place);
            if (terms == null) {
                continue;
            }
            if (!Oids.isOid(terms.oid())) {
                place.fault(terms.oid() + " is no object identifier such as 2.16.360.1.2.1.1");
            }
            if (!seen.add(terms.oid())) {
                place.fault("the policy " + terms.oid() + " stands twice (RFC 5280 4.2.1.4); leave one out");
            }
            policies.add(terms);
        }
        return List.copyOf(policies);
    }

    private static @Nullable PolicyTerms terms(JsonPlace place) {
        if (!place.isObject()) {
            String oid = place.text();
            return oid == null ? null : new PolicyTerms(oid, null, null);
        }
        place.isObjectOf("oid", "cps", "userNotice");
        String oid = place.requiredText("oid");
        String cps = place.text("cps");
        String notice = place.text("userNotice");
        if (cps != null && !Addresses.isAddress(cps, Set.of("http", "https"))) {
            place.fault("cps", cps + " is no address such as http://ca.example/cps.pdf");
        }
        if (notice != null
                && (notice.isBlank()
                        || notice.codePointCount(0, notice.length()) > LONGEST_NOTICE
                        || Characters.hasInvisible(notice))) {
            place.fault(
                    "userNotice",
                    "give 1 to " + LONGEST_NOTICE
                            + " visible characters (RFC 5280 4.2.1.4), or leave it out and use cps");
        }
        return oid == null ? null : new PolicyTerms(oid, cps, notice);
    }

    static void check(JsonPlace profile, List<PolicyTerms> policies, CertificateKind kind) {
        boolean any = policies.stream().anyMatch(policy -> policy.oid().equals(Oids.ANY_POLICY));
        if (any && kind != CertificateKind.CA) {
            profile.fault(
                    "policies", "anyPolicy is for CA certificates; name the policy the certificate is issued under");
        }
    }
}
