package id.segel.lock;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Three requests to the server: redirects are not followed, time and size are bounded. */
final class AmsClient {

    /** More than any answer needs: findings, certificates, a receipt. */
    static final int MAX_ANSWER = 1024 * 1024;

    /**
     * What came back.
     *
     * @param status HTTP status
     * @param headers as received
     * @param body at most {@link #MAX_ANSWER} bytes
     */
    record Answer(int status, HttpHeaders headers, byte[] body) {

        boolean succeeded() {
            return status >= 200 && status < 300;
        }

        String contentType() {
            return headers.firstValue("Content-Type").orElse("");
        }
    }

    private final ServerAddress server;
    private final String applicationNumber;
    private final String token;
    private final Terminal terminal;
    private final Duration timeout;
    private final HttpClient http;

    /**
     * @param timeout for one request from connecting to the answer's last byte
     */
    AmsClient(ServerAddress server, String applicationNumber, String token, Terminal terminal, Duration timeout) {
        this.server = server;
        this.applicationNumber = applicationNumber;
        this.token = token;
        this.terminal = terminal;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    ServerAddress server() {
        return server;
    }

    /** Sends the request; the same bytes again get the same answer. */
    Answer putCsr(byte[] der) throws LockException {
        return send(request("csr", "application/json")
                .header("Content-Type", "application/pkcs10")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(der)));
    }

    /** Asks for the application's state. */
    Answer getState() throws LockException {
        return send(request("state", "application/json").GET());
    }

    /** Asks for the certificate and its issuing CA as PEM. */
    Answer getCertificate() throws LockException {
        return send(request("certificate", "application/x-pem-file").GET());
    }

    private HttpRequest.Builder request(String what, String accept) {
        URI address = server.resolve("/api/v1/applications/" + applicationNumber + "/" + what);
        return HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept + ", application/problem+json")
                .header("Accept-Language", terminal.language().tag())
                .header("User-Agent", "LOCK");
    }

    private Answer send(HttpRequest.Builder request) throws LockException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request.build(), info -> new CappedBody(MAX_ANSWER));
        try {
            // The request's own timeout ends with the headers; this one covers a body that drips.
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            Answer received = new Answer(response.statusCode(), response.headers(), response.body());
            if (received.status() >= 300 && received.status() < 400) {
                throw new LockException(Message.SERVER_REDIRECT, server, received.status());
            }
            return received;
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw timedOut();
        } catch (ExecutionException e) {
            throw explain(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new LockException(Message.INTERRUPTED);
        }
    }

    private LockException explain(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof CappedBody.TooLongException) {
                return new LockException(Message.SERVER_TOO_MUCH, server, MAX_ANSWER);
            }
            if (each instanceof HttpTimeoutException) {
                return timedOut();
            }
        }
        String reason = cause.getMessage();
        if (reason == null) {
            reason = cause instanceof ConnectException
                    ? "connection refused"
                    : cause.getClass().getSimpleName();
        }
        return cause instanceof IOException
                ? new LockException(Message.SERVER_UNREACHABLE, server, Terminal.safe(reason))
                : new LockException(Message.OUR_FAULT, cause.getClass().getSimpleName());
    }

    private LockException timedOut() {
        return new LockException(Message.SERVER_TIMEOUT, server, timeout.toSeconds());
    }
}
