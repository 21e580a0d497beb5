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

    /**
     * True for a check that is dear and depends on the bytes of the request alone, so that its answer for a file once
     * checked stands for good; {@link CsrChecker#recheck} leaves it out. What depends on the context or the day must
     * say false.
     */
    default boolean settledByBytes() {
        return false;
    }

    /**
     * True for a check that is so dear that it runs after all others, wherever it stands in the list, and only for a
     * request in which they found nothing that refuses it.
     */
    default boolean onlyIfNothingFailed() {
        return false;
    }
}
