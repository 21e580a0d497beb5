package id.segel.ca.status;

import id.segel.ca.authority.KeyPermit;

/** The right to sign one CRL whose number and hash are stored; only {@link CrlIssuer} makes one, after that commit. */
final class CrlPermit extends KeyPermit {
    CrlPermit(CrlIntent stored) {
        super(stored.tbs());
    }

    @Override
    protected String purpose() {
        return "crl";
    }
}
