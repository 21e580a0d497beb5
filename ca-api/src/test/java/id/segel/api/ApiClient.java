package id.segel.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asks the service as an outside program would. Immutable; {@link #with} adds a header to every request. */
public final class ApiClient {
    private final HttpClient http;
    private final String base;
    private final List<String> headers;

    private ApiClient(HttpClient http, String base, List<String> headers) {
        this.http = http;
        this.base = base;
        this.headers = headers;
    }

    static ApiClient of(String base) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return new ApiClient(http, base, List.of());
    }

    /** The same headers to a service that listens elsewhere. */
    ApiClient at(String newBase) {
        return new ApiClient(http, newBase, headers);
    }

    /** The same client, with one more header. */
    public ApiClient with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new ApiClient(http, base, more);
    }

    public Answer get(String path, String... more) {
        return send("GET", path, null, more);
    }

    public Answer delete(String path, String... more) {
        return send("DELETE", path, null, more);
    }

    /** A POST without a body. */
    public Answer post(String path, String... more) {
        return send("POST", path, new byte[0], more);
    }

    public Answer postJson(String path, String json, String... more) {
        return send(
                "POST", path, json.getBytes(java.nio.charset.StandardCharsets.UTF_8), and("application/json", more));
    }

    public Answer post(String path, String mediaType, byte[] body, String... more) {
        return send("POST", path, body, and(mediaType, more));
    }

    public Answer put(String path, String mediaType, byte[] body, String... more) {
        return send("PUT", path, body, and(mediaType, more));
    }

    private static String[] and(String mediaType, String... more) {
        String[] all = Arrays.copyOf(more, more.length + 2);
        all[more.length] = "Content-Type";
        all[more.length + 1] = mediaType;
        return all;
    }

    public Answer send(String method, String path, byte @org.jspecify.annotations.Nullable [] body, String... more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(40))
                .method(
                        method,
                        body == null || body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        for (int i = 0; i < more.length; i += 2) {
            request.header(more[i], more[i + 1]);
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
