package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The table of docs/hsm-pitfalls.md names a test for each row, and every such test. */
class PitfallsTableTest {
    private static final List<Class<?>> CLASSES = List.of(
            PitfallsDiskTest.class,
            PitfallsErrorsTest.class,
            PitfallsKeysTest.class,
            PitfallsLibraryTest.class,
            PitfallsSessionsTest.class);
    private static final Pattern ROW = Pattern.compile("\\| ([PE]\\d+) \\| .* \\| `(\\w+\\.(\\w+))` \\|");

    /** By row, such as p03 or e4, the tests it names. */
    private static Map<String, List<String>> table() throws IOException {
        Path page = Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolveSibling("docs")
                .resolve("hsm-pitfalls.md");
        Map<String, List<String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(page)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String number = row.group(1).toLowerCase(Locale.ROOT);
                String name =
                        number.startsWith("p") ? "p%02d".formatted(Integer.parseInt(number.substring(1))) : number;
                rows.computeIfAbsent(name, absent -> new ArrayList<>()).add(row.group(2));
                assertThat(row.group(3)).startsWith(name + "_");
            } else {
                assertThat(line).doesNotStartWith("| P").doesNotStartWith("| E");
            }
        }
        return rows;
    }

    @Test
    void everyRowHasItsTest() throws IOException {
        Map<String, List<String>> rows = table();

        assertThat(rows.keySet())
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of("e3", "e4"),
                                IntStream.rangeClosed(1, 18).mapToObj("p%02d"::formatted))
                        .toList());
        assertThat(rows.get("e3")).hasSize(3);
        assertThat(rows.get("e4")).hasSize(5);
    }

    @Test
    void everyTestNamedThereExistsAndEveryPitfallsTestIsNamedThere() throws IOException {
        List<String> tests = CLASSES.stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .map(PitfallsTableTest::name)
                .toList();

        assertThat(table().values().stream().flatMap(List::stream).toList()).containsExactlyInAnyOrderElementsOf(tests);
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
