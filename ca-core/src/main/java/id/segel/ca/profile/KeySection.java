package id.segel.ca.profile;

import id.segel.csr.KeyRules;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The subject's key and what it is for: key rules, key usage, extended key usage.
 *
 * @param rules which keys are taken
 * @param usage names of key usage bits as RFC 5280 4.2.1.3 has them
 * @param usageCritical whether the key usage is critical
 * @param extended object identifiers of extended key usages, in order
 * @param extendedCritical whether the extended key usage is critical
 */
record KeySection(
        KeyRules rules, List<String> usage, boolean usageCritical, List<String> extended, boolean extendedCritical) {
    private static final int MOST_PURPOSES = 16;
    private static final List<String> USAGES = List.of(
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign");
    private static final Set<String> SIGNING = Set.of("digitalSignature", "nonRepudiation");

    /** RFC 5280 4.2.1.12: the key usages that go with a purpose; one of them must be there. */
    private static final Map<String, Set<String>> CONSISTENT = Map.of(
            Oids.SERVER_AUTH, Set.of("digitalSignature", "keyEncipherment", "keyAgreement"),
            Oids.CLIENT_AUTH, Set.of("digitalSignature", "keyAgreement"),
            Oids.CODE_SIGNING, Set.of("digitalSignature"),
            Oids.EMAIL_PROTECTION, Set.of("digitalSignature", "nonRepudiation", "keyEncipherment", "keyAgreement"),
            Oids.TIME_STAMPING, SIGNING,
            Oids.OCSP_SIGNING, SIGNING);

    static KeySection read(JsonPlace profile) {
        KeyRules rules = KeyRules.standard();
        if (!profile.has("keyRules")) {
            profile.fault("keyRules", "is missing; say which keys are taken");
        } else {
            JsonPlace place = profile.at("keyRules");
            if (place.isObjectOf("rsaAllowed", "rsaMinBits", "rsaMaxBits", "curves", "ed25519")) {
                rules = rules(place);
            }
        }
        List<String> usage = profile.distinctTexts("keyUsage", USAGES.size());
        for (String each : usage) {
            if (!USAGES.contains(each)) {
                profile.fault("keyUsage", each + " is not one of " + USAGES);
            }
        }
        if (usage.isEmpty()) {
            profile.fault("keyUsage", "is missing; name at least one of " + USAGES);
        }
        List<String> extended = profile.distinctTexts("extendedKeyUsage", MOST_PURPOSES);
        for (String each : extended) {
            if (!Oids.isOid(each)) {
                profile.fault("extendedKeyUsage", each + " is no object identifier such as " + Oids.EMAIL_PROTECTION);
            } else if (each.equals(Oids.ANY_EXTENDED_KEY_USAGE)) {
                profile.fault("extendedKeyUsage", "anyExtendedKeyUsage limits nothing; leave extendedKeyUsage empty");
            }
        }
        return new KeySection(
                rules,
                usage,
                profile.flag("keyUsageCritical", true),
                extended,
                profile.flag("extendedKeyUsageCritical", false));
    }

    private static KeyRules rules(JsonPlace place) {
        boolean rsa = place.flag("rsaAllowed", false);
        int least = (int) place.requiredNumber("rsaMinBits", 2048, KeyRules.RSA_HARD_CAP_BITS);
        int most = (int) place.requiredNumber("rsaMaxBits", 2048, KeyRules.RSA_HARD_CAP_BITS);
        if (most < least) {
            place.fault("rsaMaxBits", most + " is below rsaMinBits, " + least);
        }
        List<String> curves = place.distinctTexts("curves", 8);
        for (String curve : curves) {
            if (!KeyRules.KNOWN_CURVES.contains(curve)) {
                place.fault("curves", curve + " is not one of P-256 and P-384");
            }
        }
        List<String> known =
                curves.stream().filter(KeyRules.KNOWN_CURVES::contains).toList();
        boolean ed25519 = place.flag("ed25519", false);
        if (!rsa && known.isEmpty() && !ed25519) {
            place.fault("takes no key at all; allow RSA, a curve or Ed25519");
            return KeyRules.standard();
        }
        return new KeyRules(least, Math.max(least, most), Set.copyOf(known), rsa, ed25519);
    }

    /** What contradicts itself or the kind of the profile. */
    void check(JsonPlace profile, CertificateKind kind) {
        boolean signsOthers = usage.contains("keyCertSign") || usage.contains("cRLSign");
        if (signsOthers && kind != CertificateKind.CA) {
            profile.fault("keyUsage", "only a profile of kind CA may have keyCertSign or cRLSign (RFC 5280 4.2.1.9)");
        }
        if (kind == CertificateKind.CA && !usage.contains("keyCertSign")) {
            profile.fault("keyUsage", "a CA needs keyCertSign (RFC 5280 4.2.1.3)");
        }
        if (kind == CertificateKind.CA && !usageCritical) {
            profile.fault("keyUsageCritical", "the key usage of a CA is critical (RFC 5280 4.2.1.3); leave it out");
        }
        if (rules.ed25519Allowed() && kind != CertificateKind.SUBSCRIBER) {
            profile.fault(
                    "keyRules", "the token makes no Ed25519 key for a profile of kind " + kind + "; leave it out");
        }
        checkFit(profile);
        checkPurposes(profile, kind);
    }

    /** Which usages a kind of key can have at all. */
    private void checkFit(JsonPlace profile) {
        boolean ec = !rules.curves().isEmpty();
        for (String each : List.of("keyEncipherment", "dataEncipherment")) {
            if (usage.contains(each) && (ec || rules.ed25519Allowed())) {
                profile.fault(
                        "keyUsage",
                        each
                                + " needs an RSA key (RFC 8813 3, RFC 9295 3), but keyRules take others too; leave one out");
            }
        }
        if (usage.contains("keyAgreement") && (rules.rsaAllowed() || rules.ed25519Allowed())) {
            profile.fault(
                    "keyUsage",
                    "keyAgreement needs an EC key (RFC 3279 2.3, RFC 9295 3), but keyRules take others too; leave one out");
        }
    }

    private void checkPurposes(JsonPlace profile, CertificateKind kind) {
        for (String purpose : extended) {
            Set<String> fitting = CONSISTENT.get(purpose);
            if (fitting != null && usage.stream().noneMatch(fitting::contains)) {
                profile.fault(
                        "extendedKeyUsage",
                        purpose + " goes with none of the key usages " + usage + "; it needs one of "
                                + fitting.stream().sorted().toList() + " (RFC 5280 4.2.1.12)");
            }
        }
        if (extended.contains(Oids.TIME_STAMPING) && !(extended.size() == 1 && extendedCritical)) {
            profile.fault("extendedKeyUsage", "timeStamping stands alone and critical (RFC 3161 2.3)");
        }
        if (extendedCritical && extended.isEmpty()) {
            profile.fault("extendedKeyUsageCritical", "there is no extended key usage; leave it out");
        }
        boolean responder = extended.contains(Oids.OCSP_SIGNING);
        if (responder != (kind == CertificateKind.OCSP)) {
            profile.fault(
                    "extendedKeyUsage",
                    responder
                            ? "only a profile of kind OCSP may have OCSPSigning; anybody else could answer for the CA"
                            : "a profile of kind OCSP needs OCSPSigning, " + Oids.OCSP_SIGNING + " (RFC 6960 4.2.2.2)");
        }
    }
}
