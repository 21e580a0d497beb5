package id.segel.lock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that answers what the test tells it and remembers what it was asked. */
final class AmsServer implements AutoCloseable {

    /** One request as it came. */
    record Seen(String method, String path, Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    /** What to answer. */
    @FunctionalInterface
    interface Handler {
        void answer(Seen seen, HttpExchange exchange) throws Exception;
    }

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Deque<Handler> handlers = new ArrayDeque<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    AmsServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Handlers answer in the order they were added; the last one stays. */
    AmsServer then(Handler handler) {
        synchronized (handlers) {
            handlers.add(handler);
        }
        return this;
    }

    AmsServer thenJson(int status, Map<String, ?> json) {
        return then((request, exchange) -> send(
                exchange,
                status,
                "application/json",
                JSONObjectUtils.toJSONString(json).getBytes(UTF_8)));
    }

    AmsServer thenRefusal(int status, Map<String, ?> problem) {
        return then((request, exchange) -> send(
                exchange,
                status,
                "application/problem+json",
                JSONObjectUtils.toJSONString(problem).getBytes(UTF_8)));
    }

    AmsServer thenState(String state, String text) {
        return thenJson(200, Map.of("number", TestAuthority.NUMBER, "state", state, "stateText", text));
    }

    static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** The answer to an accepted request. */
    static Map<String, Object> accepted(byte[] der, Map<String, ?> receipt) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "findings",
                List.of(Map.of("id", "csr.attribute-ignored", "severity", "INFO", "message", "Atribut diabaikan.")));
        answer.put("sha256", TestAuthority.sha256(der));
        answer.put("receipt", receipt);
        return answer;
    }

    Map<String, Object> receipt(TestAuthority authority) {
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("applicationNumber", TestAuthority.NUMBER);
        receipt.put("server", address());
        receipt.put("token", TestAuthority.RECEIPT_TOKEN);
        receipt.put("expiresAt", "2027-01-01T00:00:00Z");
        receipt.put("certificates", new ArrayList<>(AuthorityList.write(List.of(authority.root, authority.issuing))));
        return receipt;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Seen request = new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    exchange.getRequestBody().readAllBytes());
            seen.add(request);
            Handler handler;
            synchronized (handlers) {
                handler = handlers.size() > 1 ? handlers.poll() : handlers.peek();
            }
            if (handler == null) {
                throw new IllegalStateException("the test gave no answer");
            }
            handler.answer(request, exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
