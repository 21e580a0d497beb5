package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.csr.check.StandardChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/findings.md are what the checks are and say. */
class FindingsTableTest {
    private static final Path PAGE = Path.of("..", "docs", "findings.md");

    @Test
    void theCommittedTablesAreWhatTheChecksSay() throws IOException {
        String page = Files.readString(PAGE);
        String made = with(with(page, "checks", checks()), "findings", findings());
        if (Boolean.getBoolean("findings.update")) {
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/findings.md differs from the checks. Read the difference; if it is meant, run:"
                        + " mvn -pl csr test -Dtest=FindingsTableTest -Dfindings.update=true")
                .isEqualTo(made);
    }

    private static String with(String page, String name, String table) {
        String begin = "<!-- " + name + " -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end of " + name + " -->");
        assertThat(from).isGreaterThanOrEqualTo(begin.length());
        assertThat(to).isGreaterThanOrEqualTo(from);
        return page.substring(0, from) + table + page.substring(to);
    }

    private static String checks() {
        return rows(
                List.of("check", "source"),
                StandardChecks.all().stream(),
                check -> List.of("`" + check.id() + "`", check.source()));
    }

    private static String findings() {
        return rows(
                List.of("id", "severity", "Indonesian", "English"),
                FindingCases.all().entrySet().stream()
                        .map(entry -> example(entry.getKey(), entry.getValue().get()))
                        .sorted(Comparator.comparing(Finding::id)),
                finding -> List.of(
                        "`" + finding.id() + "`",
                        finding.severity().name(),
                        finding.message(Language.ID),
                        finding.message(Language.EN)));
    }

    private static Finding example(FindingKind kind, FindingCases.Case example) {
        return CsrChecker.standard().check(example.input(), example.context()).findings().stream()
                .filter(finding -> finding.id().equals(kind.id()))
                .findFirst()
                .orElseThrow();
    }

    private static <T> String rows(List<String> head, Stream<T> things, Function<T, List<String>> cells) {
        String line = "|" + "---|".repeat(head.size());
        return Stream.concat(Stream.of(row(head), line), things.map(cells).map(FindingsTableTest::row))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|").replace("<", "&lt;"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
