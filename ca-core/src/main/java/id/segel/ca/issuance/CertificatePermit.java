package id.segel.ca.issuance;

import id.segel.ca.authority.KeyPermit;

/**
 * The right to sign one TBSCertificate whose intent is committed. Only {@link IntentStore} makes one, from the rows the
 * database says it kept.
 */
final class CertificatePermit extends KeyPermit {
    CertificatePermit(byte[] storedTbs) {
        super(storedTbs);
    }

    @Override
    protected String purpose() {
        return "certificate";
    }
}
