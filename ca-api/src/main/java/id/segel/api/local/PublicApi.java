package id.segel.api.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program that uses the public REST API with a bearer token, as any outside program would. Not thread-safe. */
final class PublicApi {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;
    private @Nullable String token;

    PublicApi(String base) {
        this.base = base;
    }

    /**
     * An answer that was not a refusal.
     *
     * @param etag the version for If-Match, or ""
     */
    record Answer(int status, byte[] body, String etag) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new LocalFailure("the service answered something that is not JSON: " + e.getMessage(), e);
            }
        }
    }

    /** Signs in; staff with the code of the moment. */
    void signIn(DemoAccount account) {
        var body = JSON.createObjectNode().put("username", account.username()).put("password", account.password());
        String code = account.oneTimeCode();
        if (code != null) {
            body.put("otp", code);
        }
        token = null;
        token = send("POST", "/api/v1/session?bearer=true", "application/json", bytes(body), Map.of())
                .json()
                .path("token")
                .asText();
    }

    Answer get(String path) {
        return send("GET", path, null, new byte[0], Map.of());
    }

    Answer post(String path, JsonNode body, Map<String, String> headers) {
        return send("POST", path, "application/json", bytes(body), headers);
    }

    Answer post(String path) {
        return send("POST", path, null, new byte[0], Map.of());
    }

    Answer put(String path, String mediaType, byte[] body) {
        return send("PUT", path, mediaType, body, Map.of());
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Answer send(
            String method, String path, @Nullable String mediaType, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept-Language", "id")
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (mediaType != null) {
            request.header("Content-Type", mediaType);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new LocalFailure(method + " " + path + " was refused with " + response.statusCode() + ": "
                        + new String(response.body(), StandardCharsets.UTF_8));
            }
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("ETag").orElse(""));
        } catch (IOException e) {
            throw new LocalFailure("the service does not answer " + method + " " + path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("stopped while waiting for " + method + " " + path);
        }
    }
}
