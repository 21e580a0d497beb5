package id.segel.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.api.ApiClasses;
import id.segel.api.access.Permit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The committed description is what the resources say. */
class OpenApiTest {
    private static final Path COMMITTED = Path.of("openapi.json");

    @Test
    void theCommittedDescriptionIsWhatTheResourcesSay() throws IOException {
        String made = OpenApiDocument.text();
        if (Boolean.getBoolean("openapi.update")) {
            Files.writeString(COMMITTED, made);
        }
        assertThat(Files.readString(COMMITTED))
                .as(
                        "ca-api/openapi.json differs from the resources. Read the difference; if it is meant, run:"
                                + " mvn -pl ca-api -am test -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dopenapi.update=true")
                .isEqualTo(made);
    }

    @Test
    void everyOperationHasSummaryIdAndErrors() throws IOException {
        JsonNode document = new ObjectMapper().readTree(OpenApiDocument.text());
        assertThat(document.path("openapi").asText()).startsWith("3.1");
        List<String> incomplete = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    JsonNode value = operation.getValue();
                    if (value.path("summary").asText().isEmpty()
                            || value.path("operationId").asText().isEmpty()
                            || value.path("responses").path("500").isMissingNode()
                            || value.path("responses").properties().stream()
                                    .noneMatch(answer -> answer.getKey().startsWith("2"))) {
                        incomplete.add(operation.getKey() + " " + path.getKey());
                    }
                }));
        assertThat(incomplete).isEmpty();
    }

    @Test
    void everyOperationIsNamedLikeItsMethod() {
        for (ApiClasses.Endpoint endpoint : ApiClasses.endpoints()) {
            Permit permit = endpoint.method().getAnnotation(Permit.class);
            assertThat(permit)
                    .as("%s names no operation of the permission table", endpoint)
                    .isNotNull();
            assertThat(endpoint.method().getName())
                    .as(endpoint.toString())
                    .isEqualTo(permit.value().id());
        }
    }

    @Test
    void theProgramsNameIsNotShownToPeople() throws IOException {
        JsonNode document = new ObjectMapper().readTree(OpenApiDocument.text());
        assertThat(document.path("info").toString()).doesNotContainIgnoringCase("segel");
    }
}
