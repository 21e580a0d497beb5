package id.segel.ca.lint;

import id.segel.ca.lint.rule.StandardRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs every rule over a certificate before it is signed. Immutable and thread-safe. */
public final class Linter {
    /** The finding about bytes that no rule can look at. */
    public static final String READABLE = "lint.readable";

    /** Where that comes from. */
    public static final String READABLE_SOURCE = "RFC 5280 4.1";

    private final List<LintRule> rules;
    private final @Nullable LintRule last;

    /**
     * @throws IllegalArgumentException when two rules share an id or there is none
     */
    public Linter(List<LintRule> rules) {
        this(rules, null);
    }

    private Linter(List<LintRule> rules, @Nullable LintRule last) {
        this.rules = List.copyOf(rules);
        this.last = last;
        Set<String> ids = new HashSet<>();
        for (LintRule rule : this.rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("two lint rules have the id " + rule.id());
            }
        }
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("a linter without rules would pass everything");
        }
        if (last != null && !ids.add(last.id())) {
            throw new IllegalArgumentException("two lint rules have the id " + last.id());
        }
    }

    /** All rules of this version. */
    public static Linter standard() {
        return new Linter(StandardRules.all());
    }

    /** These rules, and one that costs much and looks only when they found nothing. */
    public Linter followedBy(LintRule last) {
        return new Linter(rules, last);
    }

    /** The rules, in the order they run, without one that follows. */
    public List<LintRule> rules() {
        return rules;
    }

    /** Everything that is wrong; empty means the bytes may be signed. Never throws. */
    public List<LintFinding> check(LintSubject subject) {
        List<LintFinding> findings = check(subject, rule -> true);
        if (last == null || !findings.isEmpty()) {
            return findings;
        }
        List<LintFinding> more = new ArrayList<>();
        run(last, subject, more);
        return List.copyOf(more);
    }

    /**
     * Everything that is wrong with a certificate made on a day, by the rules in force then. For looking at certificates
     * again; a rule that follows is left out. Never throws.
     */
    public List<LintFinding> check(LintSubject subject, LocalDate made) {
        return check(subject, rule -> !rule.effective().isAfter(made));
    }

    private List<LintFinding> check(LintSubject subject, Predicate<LintRule> holds) {
        String unreadable = subject.unreadable();
        if (unreadable != null) {
            return List.of(unreadable(unreadable));
        }
        List<LintFinding> findings = new ArrayList<>();
        boolean refusedByParser = false;
        for (LintRule rule : rules) {
            if (!holds.test(rule)) {
                continue;
            }
            try {
                run(rule, subject, findings);
            } catch (LintSubject.UnreadableException e) {
                if (!refusedByParser) {
                    findings.add(unreadable(String.valueOf(e.getMessage())));
                }
                refusedByParser = true;
            }
        }
        return List.copyOf(findings);
    }

    private static void run(LintRule rule, LintSubject subject, List<LintFinding> findings) {
        try {
            for (String message : rule.check(subject)) {
                findings.add(new LintFinding(rule.id(), rule.source(), message));
            }
        } catch (LintSubject.UnreadableException e) {
            throw e;
        } catch (IllegalArgumentException | IllegalStateException e) {
            // A parser's refusal. What it says could repeat what the applicant gave.
            findings.add(new LintFinding(
                    rule.id(), rule.source(), "what the rule looks at is not of the form it must have"));
        } catch (RuntimeException | StackOverflowError e) {
            findings.add(new LintFinding(rule.id(), rule.source(), "the rule could not look at the certificate: " + e));
        }
    }

    private static LintFinding unreadable(String why) {
        return new LintFinding(READABLE, READABLE_SOURCE, "the bytes are no TBSCertificate: " + why);
    }
}
