package id.segel.ca.lint;

import java.time.LocalDate;
import java.util.List;

/** One rule that the bytes of a certificate must meet before they are signed. Stateless, safe for many threads. */
public interface LintRule {
    /** Stable, kebab case, such as {@code lint.serial-long}. */
    String id();

    /** What the rule asks for, in a sentence. */
    String description();

    /** Where the rule comes from: an RFC clause, or the profile. */
    String source();

    /** The first day the rule holds for; a certificate made before it is not judged by it when it is looked at again. */
    LocalDate effective();

    /**
     * What is wrong, a sentence for each fault naming the value found and the one expected; empty when the rule is met.
     * What it throws counts as a finding.
     */
    List<String> check(LintSubject subject);
}
