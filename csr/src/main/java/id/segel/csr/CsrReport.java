package id.segel.csr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about an uploaded file after all checks ran.
 *
 * @param findings in the order of the checks; empty when there is nothing to say
 * @param csr the request, also a refused one, so that it can be shown; null when the file could not be read as a
 *     request, or must not be kept because it holds a private key or an identity number
 */
public record CsrReport(List<Finding> findings, @Nullable ParsedCsr csr) {

    public CsrReport {
        findings = List.copyOf(findings);
    }

    /** True when at least one finding is an {@link Severity#ERROR}. A report without a request is always refused. */
    public boolean refused() {
        return csr == null || findings.stream().anyMatch(Finding::refuses);
    }
}
