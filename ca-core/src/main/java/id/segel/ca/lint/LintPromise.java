package id.segel.ca.lint;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was approved for this one certificate, from where it was approved and not from what encoded it.
 *
 * @param serial content octets of the serial number, as drawn
 * @param subject distinguished name, DER
 * @param subjectPublicKeyInfo DER, from the CSR or the ceremony
 * @param notBefore first second
 * @param notAfter last second, included
 * @param email the e-mail address of the subject alternative name; null where the profile has none
 * @param crlUrls CRL distribution points, in order; empty where the profile has none
 * @param ocspUrls id-ad-ocsp locations; empty where the profile has none
 * @param caIssuersUrls id-ad-caIssuers locations; empty where the profile has none
 */
public record LintPromise(
        byte[] serial,
        byte[] subject,
        byte[] subjectPublicKeyInfo,
        Instant notBefore,
        Instant notAfter,
        @Nullable String email,
        List<String> crlUrls,
        List<String> ocspUrls,
        List<String> caIssuersUrls) {
    public LintPromise {
        Objects.requireNonNull(serial);
        Objects.requireNonNull(subject);
        Objects.requireNonNull(subjectPublicKeyInfo);
        Objects.requireNonNull(notBefore);
        Objects.requireNonNull(notAfter);
        crlUrls = List.copyOf(crlUrls);
        ocspUrls = List.copyOf(ocspUrls);
        caIssuersUrls = List.copyOf(caIssuersUrls);
    }
}
