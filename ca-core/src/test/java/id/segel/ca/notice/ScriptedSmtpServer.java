package id.segel.ca.notice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server on loopback that answers as a test tells it to: what GreenMail cannot be made to say. */
final class ScriptedSmtpServer implements AutoCloseable {
    /** What it answers to a verb in place of a yes. */
    final Map<String, String> answers = new ConcurrentHashMap<>();
    /** Every command it heard. */
    final List<String> heard = new CopyOnWriteArrayList<>();
    /** Runs before a mail is answered. */
    volatile Runnable beforeAccepting = () -> {};

    private final ServerSocket server;
    private final @Nullable SSLContext tls;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ScriptedSmtpServer(@Nullable SSLContext tls) {
        try {
            this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        this.tls = tls;
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed by the test.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(20_000);
            say(socket, "220 test");
            converse(socket, false);
        } catch (IOException e) {
            heard.add("broken off");
        }
    }

    private void converse(Socket socket, boolean secured) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(line);
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            if (verb.equals("EHLO")) {
                say(socket, tls == null || secured ? "250 test" : "250-test\r\n250 STARTTLS");
            } else if (verb.equals("STARTTLS") && tls != null) {
                say(socket, "220 go ahead");
                SSLSocket wrapped = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, 0, true);
                wrapped.setUseClientMode(false);
                wrapped.startHandshake();
                heard.add("secured");
                converse(wrapped, true);
                return;
            } else if (verb.equals("DATA")) {
                data(socket, in);
            } else if (verb.equals("QUIT")) {
                say(socket, "221 bye");
                return;
            } else {
                say(socket, answers.getOrDefault(verb, "250 ok"));
            }
        }
    }

    private void data(Socket socket, BufferedReader in) throws IOException {
        say(socket, "354 go ahead");
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            heard.add(line);
        }
        beforeAccepting.run();
        say(socket, answers.getOrDefault("DATA", "250 queued"));
    }

    private static void say(Socket socket, String line) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
