package id.segel.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench csr-checks}: how many CSRs a running service checks in a second, and how long one waits. */
@Command(
        name = "bench",
        description =
                "Measures a running service on this machine: posts one CSR to /api/v1/csr-checks again and again.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int MOST_CLIENTS = 64;
    private static final int MOST_SECONDS = 600;

    @Option(names = "--url", description = "The service's address, loopback only (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://localhost:8080");

    @Option(names = "--accounts", required = true, description = "demo/accounts.json of a demonstration home.")
    private Path accounts = Path.of("accounts.json");

    @Option(names = "--clients", description = "Clients at once, 1 to 64 (default: ${DEFAULT-VALUE}).")
    private int clients = 4;

    @Option(names = "--seconds", description = "How long, 1 to 600 (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Parameters(paramLabel = "CSR", description = "The request to post, PEM or DER.")
    private Path csr = Path.of("request.csr");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (clients < 1 || clients > MOST_CLIENTS || seconds < 1 || seconds > MOST_SECONDS) {
            System.err.println("Give 1 to " + MOST_CLIENTS + " clients and 1 to " + MOST_SECONDS + " seconds.");
            return 2;
        }
        if (!InetAddress.getByName(url.getHost()).isLoopbackAddress()) {
            System.err.println(url + " is not on this machine. The load program asks loopback addresses only.");
            return 2;
        }
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/api/v1/csr-checks"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + signIn(http))
                .header("Content-Type", "application/pkcs10")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Files.readAllBytes(csr)))
                .build();
        Load load = new Load(clients, Duration.ofSeconds(seconds), () -> {
            HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() == 200;
        });
        System.out.println(load.run());
        return 0;
    }

    private String signIn(HttpClient http) throws IOException, InterruptedException {
        for (JsonNode account : JSON.readTree(accounts.toFile())) {
            if (account.path("role").asText().equals("APPLICANT")) {
                String body = JSON.createObjectNode()
                        .put("username", account.path("username").asText())
                        .put("password", account.path("password").asText())
                        .toString();
                HttpRequest request = HttpRequest.newBuilder(url.resolve("/api/v1/session?bearer=true"))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                return JSON.readTree(answer.body()).path("token").asText();
            }
        }
        throw new IOException("there is no APPLICANT in " + accounts);
    }
}
