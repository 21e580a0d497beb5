package id.segel.lock;

import id.segel.csr.CsrContext;
import id.segel.csr.ExpectedSubject;
import id.segel.csr.KeyRules;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an enrolment file says, after its signature was verified.
 *
 * @param applicationNumber such as {@code OSD-2026-000123}
 * @param product the product's name for people
 * @param subject the request's subject in order
 * @param email the official address, compared with the request's
 * @param keyRules the product's keys
 * @param challenge 32 bytes that tie the request to the application
 * @param server base address
 * @param uploadToken good for this application's request only; a secret
 * @param expiresAt when the file stops being taken
 * @param authorities the CA certificates it names and those of its own chain, all under its signature
 * @param root the root of its own chain
 */
record Enrolment(
        String applicationNumber,
        String product,
        List<Attribute> subject,
        @Nullable String email,
        KeyRules keyRules,
        byte[] challenge,
        String server,
        String uploadToken,
        Instant expiresAt,
        List<X509Certificate> authorities,
        X509Certificate root) {

    /**
     * One attribute of the subject.
     *
     * @param type short name, such as {@code CN}
     * @param value text
     */
    record Attribute(String type, String value) {}

    /** What the request is judged against: the very rules of the server, as far as the file can tell them. */
    CsrContext context() {
        return new CsrContext(
                keyRules,
                new ExpectedSubject(value("CN", ""), first("O"), value("C", "ID"), email, first("serialNumber")),
                challenge,
                null);
    }

    private String value(String type, String otherwise) {
        String value = first(type);
        return value == null ? otherwise : value;
    }

    private @Nullable String first(String type) {
        return subject.stream()
                .filter(attribute -> attribute.type().equals(type))
                .map(Attribute::value)
                .findFirst()
                .orElse(null);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Enrolment[" + applicationNumber + "]";
    }
}
