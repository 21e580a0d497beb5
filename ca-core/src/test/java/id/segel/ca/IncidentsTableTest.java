package id.segel.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/incidents.md names at least one test for each row, and every test it names exists. */
class IncidentsTableTest {
    private static final Path ROOT = Objects.requireNonNull(
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent());
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    private static List<Matcher> rows() throws IOException {
        List<Matcher> rows = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/incidents.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(row);
            } else {
                assertThat(line).as("a row that cannot be read").doesNotMatch("\\| \\d.*");
            }
        }
        return rows;
    }

    private static boolean exists(String type, String method) throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                16,
                (path, attributes) ->
                        path.endsWith(type + ".java") && path.toString().contains("/src/test/java/"))) {
            for (Path file : files.toList()) {
                if (Pattern.compile("\\b" + method + "\\(")
                        .matcher(Files.readString(file))
                        .find()) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void everyRowNamesTestsThatExist() throws IOException {
        Set<String> missing = new TreeSet<>();
        int tests = 0;
        for (Matcher row : rows()) {
            Matcher test = TEST.matcher(row.group(2));
            int ofRow = 0;
            while (test.find()) {
                ofRow++;
                if (!exists(test.group(1), test.group(2))) {
                    missing.add(row.group(1) + ": " + test.group());
                }
            }
            assertThat(ofRow).as("tests of row " + row.group(1)).isPositive();
            tests += ofRow;
        }
        assertThat(missing).isEmpty();
        assertThat(tests).isGreaterThan(20);
    }

    @Test
    void theRowsAboutKeysNamesProfilesSerialsAndEncodingAreThere() throws IOException {
        assertThat(rows().stream().map(row -> Integer.valueOf(row.group(1))).toList())
                .contains(1, 5, 6, 7, 9, 10, 24, 25, 26, 28, 29, 31)
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
