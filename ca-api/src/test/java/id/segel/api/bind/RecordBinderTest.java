package id.segel.api.bind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.ca.refusal.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordBinderTest {
    private enum Colour {
        RED,
        BLUE
    }

    private record Inner(
            @Limit(min = 1, max = 3) String word, @Nullable Integer number) {}

    private record Outer(
            String text,
            @Default("7") @Limit(min = 1, max = 10) int count,
            @Default("false") boolean flag,
            @Nullable Colour colour,
            @Default("[]") @Limit(max = 2) List<Inner> list,
            @Default("{}") @Limit(max = 2) Map<String, Inner> map,
            @Nullable Duration time,
            @Nullable Path path,
            @Nullable URI uri) {
        Outer {
            if (text.equals("forbidden")) {
                throw new IllegalArgumentException("The text is forbidden.");
            }
        }
    }

    @BareArray
    private record Many(@Limit(min = 1, max = 2) List<Inner> items) {}

    private static <T extends Record> Bound<T> bind(String json, Class<T> type) {
        try {
            return RecordBinder.bind(new ObjectMapper().readTree(json), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> faults(String json) {
        return bind(json, Outer.class).faults().stream()
                .map(fault -> fault.pointer() + " " + fault.id())
                .toList();
    }

    @Test
    void aFittingTreeBecomesTheRecord() {
        Outer outer = bind(
                        "{\"text\":\"a\",\"colour\":\"BLUE\",\"list\":[{\"word\":\"x\"}],\"map\":{\"k\":{\"word\":\"y\",\"number\":1}},"
                                + "\"time\":\"5 m\",\"path\":\"/x\",\"uri\":\"http://x\"}",
                        Outer.class)
                .orRefuse();
        assertThat(outer)
                .isEqualTo(new Outer(
                        "a",
                        7,
                        false,
                        Colour.BLUE,
                        List.of(new Inner("x", null)),
                        Map.of("k", new Inner("y", 1)),
                        Duration.ofMinutes(5),
                        Path.of("/x"),
                        URI.create("http://x")));
    }

    @Test
    void everyFaultIsNamedByItsPointer() {
        assertThat(faults(
                        "{\"count\":11,\"flag\":\"true\",\"colour\":\"GREEN\",\"list\":[{\"word\":\"long\"},{\"a~/b\":1}],"
                                + "\"map\":{\"k\":[]},\"time\":\"soon\",\"more\":null}"))
                .containsExactly(
                        "/text body.missing",
                        "/count body.out-of-range",
                        "/flag body.wrong-type",
                        "/colour body.not-one-of",
                        "/list/0/word body.too-large",
                        "/list/1/word body.missing",
                        "/list/1/a~0~1b body.unknown-field",
                        "/map/k body.wrong-type",
                        "/time body.wrong-shape",
                        "/more body.unknown-field");
    }

    @Test
    void nothingIsCoerced() {
        assertThat(faults("{\"text\":7,\"count\":\"7\",\"colour\":1}"))
                .containsExactly("/text body.wrong-type", "/count body.wrong-type", "/colour body.wrong-type");
        assertThat(faults("{\"text\":\"a\",\"count\":7.0}")).containsExactly("/count body.wrong-type");
        assertThat(faults("{\"text\":\"a\",\"count\":99999999999}")).containsExactly("/count body.wrong-type");
        assertThat(faults("[]")).containsExactly(" body.wrong-type");
        assertThat(faults("{\"text\":\"a\",\"list\":null}")).containsExactly("/list body.missing");
    }

    @Test
    void listsAndMapsAreBounded() {
        assertThat(faults("{\"text\":\"a\",\"list\":[1,2,3]}")).containsExactly("/list body.too-large");
        assertThat(faults("{\"text\":\"a\",\"map\":{\"a\":1,\"b\":1,\"c\":1}}")).containsExactly("/map body.too-large");
        assertThat(bind("[]", Many.class).faults()).extracting(Fault::id).containsExactly("body.too-small");
        assertThat(bind("[{\"word\":\"a\"}]", Many.class).orRefuse().items()).hasSize(1);
    }

    @Test
    void aRecordThatRefusesItsValuesSaysWhy() {
        List<Fault> faults = bind("{\"text\":\"forbidden\"}", Outer.class).faults();
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).message().english()).isEqualTo("The text is forbidden.");
    }

    @Test
    void aHostileBodyDoesNotMakeAHugeAnswer() {
        StringBuilder json = new StringBuilder("{\"text\":\"a\"");
        for (int i = 0; i < 5_000; i++) {
            json.append(",\"x").append(i).append("x".repeat(200)).append("\":1");
        }
        List<Fault> faults = bind(json.append('}').toString(), Outer.class).faults();
        assertThat(faults).hasSize(100);
        assertThat(faults)
                .allSatisfy(
                        fault -> assertThat(fault.message().english().length()).isLessThan(200));
        assertThat(bind("{\"text\":\"a\",\"\\u202e\\u0000x\":1}", Outer.class)
                        .faults()
                        .get(0)
                        .message()
                        .english())
                .contains("\uFFFD\uFFFDx");
    }
}
