package id.segel.csr;

import java.util.List;

/**
 * One rule about requests. Implementations live in {@link id.segel.csr.check}, one class per rule; they have no state
 * and are safe for use by several threads.
 */
public interface CsrCheck {

    /** Stable, in kebab case, such as {@code rsa-key}. */
    String id();

    /** Where the rule comes from: an RFC clause, or the section of the domain notes. */
    String source();

    /**
     * Everything this rule has to say; empty when it is met or does not apply. Sees structure only, which any sender can
     * choose freely, so it must not assume that another rule was met. What it throws counts as a bug of ours and
     * refuses the request as one that cannot be checked.
     */
    List<Finding> check(ParsedCsr csr, CsrContext context);
}
