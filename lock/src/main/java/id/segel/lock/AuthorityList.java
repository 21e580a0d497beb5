package id.segel.lock;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CA certificates as they stand in enrolment files and receipts: {@code [{"label": "…", "der": "<base64>"}]}. */
final class AuthorityList {

    private static final String FIELD = "certificates";
    private static final int MAX_DER = 32 * 1024;

    private AuthorityList() {}

    static List<X509Certificate> read(Json json) throws Json.Fault {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Json entry : json.objects(FIELD)) {
            try {
                certificates.add(Certificates.parse(Base64.getDecoder().decode(entry.text("der", MAX_DER))));
            } catch (IllegalArgumentException | Certificates.Broken e) {
                throw entry.fault("der");
            }
        }
        return certificates;
    }

    static List<Map<String, Object>> write(List<X509Certificate> certificates) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("label", certificate.getSubjectX500Principal().getName());
            try {
                entry.put("der", Base64.getEncoder().encodeToString(certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was read can be written", e);
            }
            entries.add(entry);
        }
        return entries;
    }
}
