package id.segel.ca.lint;

import java.util.Objects;

/**
 * Something a rule found. Any finding refuses the certificate.
 *
 * @param rule the rule's id
 * @param source where the rule comes from
 * @param message what is wrong, with the value found
 */
public record LintFinding(String rule, String source, String message) {
    public LintFinding {
        Objects.requireNonNull(rule);
        Objects.requireNonNull(source);
        Objects.requireNonNull(message);
    }

    @Override
    public String toString() {
        return rule + " (" + source + "): " + message;
    }
}
