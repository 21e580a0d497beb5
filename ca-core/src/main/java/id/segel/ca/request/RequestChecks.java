package id.segel.ca.request;

import id.segel.csr.CsrChecker;
import id.segel.csr.debian.DebianWeakKeys;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checks as the service runs them: a crash of one, our bug, is in the log with its cause. */
public final class RequestChecks {
    private static final Logger LOG = LoggerFactory.getLogger(RequestChecks.class);

    private RequestChecks() {}

    /**
     * All of them. One instance serves a whole node. The list of weak keys is read now, and not for the first applicant.
     *
     * @throws IllegalStateException when that list is damaged
     */
    public static CsrChecker standard() {
        Objects.requireNonNull(DebianWeakKeys.bundled());
        return CsrChecker.standard((check, cause) -> LOG.error(
                "the CSR check \"{}\" crashed; the request was refused as one that cannot be checked", check, cause));
    }
}
