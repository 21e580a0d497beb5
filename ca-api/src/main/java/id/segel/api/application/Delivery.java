package id.segel.api.application;

import id.segel.ca.application.CertificateFile;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.util.CollectionStore;

/** A certificate in the form the Accept header asks for (R8.2). */
public final class Delivery {
    /** PEM: the certificate, then the issuing CA's (RFC 7468). */
    public static final String PEM = "application/x-pem-file";

    /** DER (RFC 2585). */
    public static final String DER = "application/pkix-cert";

    /** Certificates-only CMS with the chain (RFC 5652, RFC 8551). */
    public static final String PKCS7 = "application/pkcs7-mime";

    private static final List<Variant> FORMS = Variant.mediaTypes(
                    MediaType.valueOf(PEM), MediaType.valueOf(DER), MediaType.valueOf(PKCS7))
            .build();

    private Delivery() {}

    /**
     * Chooses the form, then fetches: a form nobody has counts as no download.
     *
     * @throws RefusedException NOT_ACCEPTABLE
     */
    public static Response answer(Request request, Supplier<CertificateFile> fetch) {
        Variant form = request.selectVariant(FORMS);
        if (form == null) {
            throw RefusedException.because(Problem.NOT_ACCEPTABLE);
        }
        String type = form.getMediaType().toString();
        CertificateFile file = fetch.get();
        byte[] bytes = switch (type) {
            case DER -> file.der();
            case PKCS7 -> pkcs7(file);
            default -> pem(file);
        };
        String answerType =
                type.equals(PKCS7) ? PKCS7 + "; smime-type=certs-only; name=\"" + file.fileName("p7c") + "\"" : type;
        return Response.ok(bytes, answerType)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file.fileName("crt") + "\"")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header("X-Certificate-State", file.state())
                .build();
    }

    private static byte[] pem(CertificateFile file) {
        StringBuilder pem = new StringBuilder(block(file.der()));
        if (!file.chain().isEmpty()) {
            pem.append(block(file.chain().get(0)));
        }
        return pem.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String block(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] pkcs7(CertificateFile file) {
        try {
            List<X509CertificateHolder> certificates = new ArrayList<>();
            certificates.add(new X509CertificateHolder(file.der()));
            for (byte[] issuer : file.chain()) {
                certificates.add(new X509CertificateHolder(issuer));
            }
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addCertificates(new CollectionStore<>(certificates));
            return generator.generate(new CMSAbsentContent()).getEncoded("DER");
        } catch (CMSException | IOException e) {
            throw new IllegalStateException("a certificate chain cannot be put into CMS: " + e.getMessage(), e);
        }
    }
}
