package id.segel.ca.status;

import id.segel.ca.authority.KeyPermit;

/** The right to sign one OCSP response; only {@link OcspResponder} makes one. */
final class OcspPermit extends KeyPermit {
    OcspPermit(byte[] responseData) {
        super(responseData);
    }

    @Override
    protected String purpose() {
        return "ocsp";
    }
}
