package id.segel.ca.lint;

import id.segel.ca.lint.rule.StandardRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Runs every rule over a certificate before it is signed. Immutable and thread-safe. */
public final class Linter {
    /** The finding about bytes that no rule can look at. */
    public static final String READABLE = "lint.readable";

    private final List<LintRule> rules;

    /**
     * @throws IllegalArgumentException when two rules share an id or there is none
     */
    public Linter(List<LintRule> rules) {
        this.rules = List.copyOf(rules);
        Set<String> ids = new HashSet<>();
        for (LintRule rule : this.rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("two lint rules have the id " + rule.id());
            }
        }
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("a linter without rules would pass everything");
        }
    }

    /** All rules of this version. */
    public static Linter standard() {
        return new Linter(StandardRules.all());
    }

    /** The rules, in the order they run. */
    public List<LintRule> rules() {
        return rules;
    }

    /** Everything that is wrong; empty means the bytes may be signed. Never throws. */
    public List<LintFinding> check(LintSubject subject) {
        String unreadable = subject.unreadable();
        if (unreadable != null) {
            return List.of(unreadable(unreadable));
        }
        List<LintFinding> findings = new ArrayList<>();
        boolean refusedByParser = false;
        for (LintRule rule : rules) {
            try {
                for (String message : rule.check(subject)) {
                    findings.add(new LintFinding(rule.id(), message));
                }
            } catch (LintSubject.UnreadableException e) {
                if (!refusedByParser) {
                    findings.add(unreadable(String.valueOf(e.getMessage())));
                }
                refusedByParser = true;
            } catch (RuntimeException | StackOverflowError e) {
                findings.add(new LintFinding(rule.id(), "the rule could not look at the certificate: " + e));
            }
        }
        return List.copyOf(findings);
    }

    private static LintFinding unreadable(String why) {
        return new LintFinding(READABLE, "the bytes are no TBSCertificate: " + why);
    }
}
