package id.segel.ca.profile;

import org.jspecify.annotations.Nullable;

/**
 * The basic constraints of a profile.
 *
 * @param authority whether its certificates are CA certificates
 * @param pathLength pathLenConstraint of a CA certificate; null for none
 * @param deniesAuthority whether a leaf says CA:FALSE instead of leaving the extension out
 */
record ConstraintSection(boolean authority, @Nullable Integer pathLength, boolean deniesAuthority) {
    private static final int LONGEST_PATH = 16;

    static ConstraintSection read(JsonPlace profile) {
        boolean authority = profile.has("certificationAuthority");
        Integer pathLength = null;
        if (authority) {
            JsonPlace place = profile.at("certificationAuthority");
            if (place.isObjectOf("pathLength") && place.has("pathLength")) {
                pathLength = (int) place.requiredNumber("pathLength", 0, LONGEST_PATH);
            }
        }
        boolean denies = false;
        String constraints = profile.text("basicConstraints");
        if (constraints != null) {
            denies = constraints.equals("ca-false");
            if (!denies && !constraints.equals("absent")) {
                profile.fault("basicConstraints", constraints + " is neither absent nor ca-false");
            }
        }
        return new ConstraintSection(authority, pathLength, denies);
    }

    void check(JsonPlace profile, CertificateKind kind) {
        if (authority != (kind == CertificateKind.CA)) {
            profile.fault("certificationAuthority", "stands in profiles of kind CA and in no other");
        }
        if (kind == CertificateKind.CA && profile.has("basicConstraints")) {
            profile.fault("basicConstraints", "a profile of kind CA says certificationAuthority instead; leave it out");
        }
    }
}
