package id.segel.ca.profile;

/**
 * Where relying parties find the issuer's certificate and the status of certificates. The addresses themselves are the
 * service's and stand in no profile.
 *
 * @param crl whether there is a CRL distribution point
 * @param ocsp whether the authority information access names the OCSP responder
 * @param caIssuers whether the authority information access names the issuer's certificate
 * @param ocspNoCheck whether there is id-pkix-ocsp-nocheck
 */
record PointerSection(boolean crl, boolean ocsp, boolean caIssuers, boolean ocspNoCheck) {
    static PointerSection read(JsonPlace profile) {
        boolean ocsp = false;
        boolean caIssuers = false;
        if (profile.has("authorityInformationAccess")) {
            JsonPlace place = profile.at("authorityInformationAccess");
            if (!place.isObject()) {
                ocsp = place.flag();
                caIssuers = ocsp;
            } else {
                place.isObjectOf("ocsp", "caIssuers");
                ocsp = place.flag("ocsp", false);
                caIssuers = place.flag("caIssuers", false);
                if (!ocsp && !caIssuers) {
                    place.fault("names nothing; set ocsp or caIssuers, or give false instead of the object");
                }
            }
        }
        return new PointerSection(
                profile.flag("crlDistributionPoint", false), ocsp, caIssuers, profile.flag("ocspNoCheck", false));
    }

    void check(JsonPlace profile, CertificateKind kind) {
        if (ocspNoCheck && kind != CertificateKind.OCSP) {
            profile.fault(
                    "ocspNoCheck", "nobody could revoke it; only a profile of kind OCSP has it (RFC 6960 4.2.2.2.1)");
        }
        if (kind == CertificateKind.SUBSCRIBER && !crl && !ocsp) {
            profile.fault(
                    "crlDistributionPoint",
                    "nobody could learn that a certificate is revoked; set it, or authorityInformationAccess, to true");
        }
    }
}
