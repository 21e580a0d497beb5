package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.Arrays;
import java.util.List;

/** The version is v3. */
final class VersionRule extends NamedRule {
    VersionRule() {
        super("lint.version", "The version is v3.", "RFC 5280 4.1.2.1", RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        byte[] version = subject.versionBytes();
        return Arrays.equals(version, new byte[] {2, 1, 2})
                ? List.of()
                : List.of("the version field holds " + (version.length == 0 ? "nothing (v1)" : hex(version))
                        + ", not INTEGER 2 (v3)");
    }
}
