package id.segel.ca.lint;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.lint.external.ExternalLintConfiguration;
import id.segel.ca.lint.external.ExternalRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of rules in docs/lint.md is what the rules say of themselves. */
class LintTableTest {
    private static final Path PAGE = Path.of("..", "docs", "lint.md");
    private static final String BEGIN = "<!-- rules: made by LintTableTest -->\n";
    private static final String END = "<!-- end of rules -->\n";

    @Test
    void theCommittedTableIsWhatTheRulesSay() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(begin).isGreaterThanOrEqualTo(BEGIN.length());
        assertThat(end).isGreaterThanOrEqualTo(begin);
        String made = page.substring(0, begin) + table() + page.substring(end);
        if (Boolean.getBoolean("lint.update")) {
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE))
                .as(
                        "docs/lint.md differs from the rules. Read the difference; if it is meant, run:"
                                + " mvn -pl ca-core -am test -Dtest=LintTableTest -Dsurefire.failIfNoSpecifiedTests=false -Dlint.update=true")
                .isEqualTo(made);
    }

    private static String table() {
        List<LintRule> rules = new ArrayList<>(Linter.standard().rules());
        rules.add(new ExternalRule(ExternalLintConfiguration.zlint(List.of("zlint", ExternalLintConfiguration.FILE))));
        StringBuilder table = new StringBuilder("| id | what it asks for | source | effective |\n|---|---|---|---|\n");
        row(table, Linter.READABLE, "The bytes are one TBSCertificate.", Linter.READABLE_SOURCE, "2008-05-01");
        for (LintRule rule : rules) {
            row(
                    table,
                    rule.id(),
                    rule.description(),
                    rule.source(),
                    rule.effective().toString());
        }
        return table.toString();
    }

    private static void row(StringBuilder table, String id, String text, String source, String effective) {
        table.append("| `")
                .append(id)
                .append("` | ")
                .append(text)
                .append(" | ")
                .append(source)
                .append(" | ")
                .append(effective)
                .append(" |\n");
    }
}
