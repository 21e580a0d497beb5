package id.segel.api.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.api.config.ServerSettings;
import id.segel.api.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks this node's server for what it finds at the tokens it has open. */
final class ServerCheck {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** Longer than the server takes at most. */
    private static final Duration ANSWER = LiveDoctor.PATIENCE.plusSeconds(10);

    private static final int LARGEST = 4 << 20;
    private static final String PART = "server";

    private final ServerSettings settings;

    ServerCheck(ServerSettings settings) {
        this.settings = settings;
    }

    /** Who has the tokens. */
    enum Outcome {
        /** A server, and it has told. */
        TOLD,
        /** Something listens and does not tell: the tokens may be its own. */
        SILENT,
        /** Nobody listens. */
        ABSENT
    }

    Outcome look(Findings findings) {
        Findings here = findings.in(PART);
        if (settings.adminPort() == 0) {
            here.ok(Topic.SERVER, "The admin port is any free one, so that no server can be asked");
            return Outcome.ABSENT;
        }
        String bind = settings.adminBind();
        String host = bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
        URI place = URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + settings.adminPort() + "/doctor");
        try {
            HttpResponse<InputStream> answer = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .build()
                    .send(
                            HttpRequest.newBuilder(place).timeout(ANSWER).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    return silent(here, place, "answers " + answer.statusCode());
                }
                told(body.readNBytes(LARGEST), place, findings, here);
                return Outcome.TOLD;
            }
        } catch (ConnectException e) {
            here.ok(Topic.SERVER, "No server runs here: nobody listens on " + place.getAuthority());
            return Outcome.ABSENT;
        } catch (IOException | IllegalArgumentException e) {
            return silent(
                    here, place, "does not answer as it should (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return silent(here, place, "was not waited for");
        }
    }

    private static Outcome silent(Findings here, URI place, String how) {
        here.error(
                Topic.SERVER,
                "What listens on " + place.getAuthority() + " " + how
                        + "; the tokens may be its own and were not opened",
                "See whether it is this node's server, of this version, and why it does not tell; if it is something"
                        + " else, mend server, adminPort.");
        return Outcome.SILENT;
    }

    /** Nothing is taken down before all of it was understood. */
    private static void told(byte[] body, URI place, Findings findings, Findings here) throws IOException {
        ObjectMapper mapper = Json.mapper();
        JsonNode document = mapper.readTree(body);
        int version = document.path("version").asInt();
        if (version != Diagnosis.VERSION) {
            throw new IllegalArgumentException("version " + version);
        }
        Finding[] told = mapper.treeToValue(document.path("findings"), Finding[].class);
        here.ok(Topic.SERVER, "The server on " + place.getAuthority() + " looked at its tokens itself:");
        for (Finding finding : told) {
            findings.add(finding);
        }
    }
}
