package id.segel.api.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import id.segel.api.config.NodeRole;
import id.segel.api.config.ServiceConfiguration;
import id.segel.api.http.Json;
import id.segel.ca.store.DatabaseRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Goes through what a node needs, in the order in which one thing stands on the other. */
public final class Doctor {
    private static final long FREE_SPACE = 200L * 1024 * 1024;

    private final ServiceConfiguration configuration;
    private final Findings findings;

    /**
     * @param out gets a line at a time
     */
    public Doctor(ServiceConfiguration configuration, Consumer<String> out) {
        this.configuration = configuration;
        this.findings = new Findings(out);
    }

    /** Looks at everything; whether all is well. */
    public boolean examine() {
        DatabaseCheck database = new DatabaseCheck(configuration.database(), findings);
        if (configuration.has(NodeRole.WEB)) {
            database.examine(DatabaseRole.WEB);
        }
        if (configuration.has(NodeRole.ISSUER)) {
            database.examine(DatabaseRole.ISSUER);
        }
        if (!askServer()) {
            configuration
                    .tokens()
                    .byPurpose()
                    .forEach((purpose, token) -> new TokenCheck(findings).examine(purpose, token));
        }
        disk();
        return findings.well();
    }

    /** Whether a server answered, and then its word on tokens counts. */
    private boolean askServer() {
        String bind = configuration.server().adminBind();
        String host = bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
        URI health = URI.create("http://" + host + ":" + configuration.server().adminPort() + "/healthcheck");
        try {
            HttpResponse<byte[]> answer = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .build()
                    .send(
                            HttpRequest.newBuilder(health)
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            findings.ok("a server answers on " + health + "; tokens as it sees them:");
            for (JsonNode part : Json.mapper().readTree(answer.body()).path("parts")) {
                String line =
                        part.path("name").asText() + ": " + part.path("detail").asText();
                if (part.path("well").asBoolean()) {
                    findings.ok(line);
                } else {
                    findings.mend(line, "Mend what it says; the server goes on by itself. Its log has more.");
                }
            }
            return true;
        } catch (IOException e) {
            findings.note("no server answers on " + health + "; the tokens are opened here");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void disk() {
        space(Path.of(System.getProperty("java.io.tmpdir")));
        Path mail = configuration.mail().folder();
        if (mail != null && Files.exists(mail)) {
            space(mail);
        }
    }

    private void space(Path folder) {
        if (!Files.isDirectory(folder)) {
            findings.mend(
                    "disk: " + folder + " is not there", "Make the folder, or mend its path in the configuration.");
            return;
        }
        long free = folder.toFile().getUsableSpace();
        if (free < FREE_SPACE) {
            findings.mend(
                    "disk: " + folder + " has " + free / (1024 * 1024) + " MB left",
                    "Make room: SoftHSM2 destroys a token when the disk is full at a login.");
        } else {
            findings.ok("disk: " + folder + " has " + free / (1024 * 1024) + " MB left");
        }
    }
}
