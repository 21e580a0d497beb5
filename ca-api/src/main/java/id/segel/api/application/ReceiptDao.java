package id.segel.api.application;

import id.segel.ca.application.CsrUpload;
import id.segel.ca.authority.Authorities;
import id.segel.ca.store.Database;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import org.bouncycastle.cert.X509CertificateHolder;

/** Puts together what LOCK keeps in its receipt file: the token, its end, and the certificates of the chain to come. */
public final class ReceiptDao {
    private final Database database;
    private final Authorities authorities;
    private final URI server;

    /**
     * @param server where LOCK reaches the service
     */
    public ReceiptDao(Database database, Authorities authorities, URI server) {
        this.database = database;
        this.authorities = authorities;
        this.server = server;
    }

    /** What LOCK keeps, for the right the authority just gave. */
    CsrUploadBody.Receipt receipt(String number, CsrUpload.Receipt given) {
        int authority = database.read(handle -> handle.createQuery("""
                        SELECT p.authority_id
                          FROM application a
                          JOIN product p ON p.code = a.product_code AND p.version = a.product_version
                         WHERE a.number = :number
                        """)
                .bind("number", number)
                .mapTo(Integer.class)
                .one());
        return new CsrUploadBody.Receipt(
                number,
                server,
                given.token(),
                given.expiresAt(),
                authorities.chain(authority).stream()
                        .map(der -> new CsrUploadBody.ChainCertificate(
                                label(der), Base64.getEncoder().encodeToString(der)))
                        .toList());
    }

    private static String label(byte[] der) {
        try {
            return new X509CertificateHolder(der).getSubject().toString();
        } catch (IOException e) {
            throw new IllegalStateException("a certificate of an authority cannot be read: " + e.getMessage(), e);
        }
    }
}
