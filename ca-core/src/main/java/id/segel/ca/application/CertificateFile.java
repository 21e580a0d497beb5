package id.segel.ca.application;

import java.util.List;

/**
 * A certificate to hand over.
 *
 * @param number the application's number
 * @param serial lower-case hex, even length
 * @param sha256 of the DER, lower-case hex
 * @param state ISSUED, HELD or REVOKED; a revoked one can still be downloaded
 * @param der the certificate
 * @param chain its issuer's certificate, that one's issuer, up to the root, each DER
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes to hand over, never compared.
public record CertificateFile(
        String number, String serial, String sha256, String state, byte[] der, List<byte[]> chain) {
    public CertificateFile {
        chain = List.copyOf(chain);
    }

    /** The name the file is downloaded under (R8.2), with the ending of its form: crt, pem or p7b. */
    public String fileName(String ending) {
        return number + "-" + serial + "." + ending;
    }
}
