package id.segel.lock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Step 5 over real HTTP. */
class SendTest {

    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final String[] SEND = {"send", "--enrolment", "@e", "--csr", "@r.csr", "--receipt", "@receipt.json"};

    @TempDir
    Path directory;

    private Pc pc;
    private AmsServer server;

    @BeforeEach
    void aRequestAndAServer() throws Exception {
        server = new AmsServer();
        pc = new Pc(directory);
        pc.write("e", AUTHORITY.enrolment(server.address(), payload -> {}));
        pc.quickKey("key.pem");
        assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r.csr"))
                .isZero();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void accept() {
        server.then((seen, exchange) -> AmsServer.send(
                exchange,
                201,
                "application/json",
                com.nimbusds.jose.util.JSONObjectUtils.toJSONString(
                                AmsServer.accepted(seen.body(), server.receipt(AUTHORITY)))
                        .getBytes(UTF_8)));
    }

    @Test
    void theRequestGoesToTheApplicationAndTheReceiptIsTheOwnersAlone() throws Exception {
        accept();
        assertThat(pc.lock(SEND)).as(pc.err()).isZero();

        assertThat(server.seen).hasSize(1);
        AmsServer.Seen seen = server.seen.get(0);
        assertThat(seen.method()).isEqualTo("PUT");
        assertThat(seen.path()).isEqualTo("/api/v1/applications/OSD-2026-000123/csr");
        assertThat(seen.header("Content-type")).isEqualTo("application/pkcs10");
        assertThat(seen.header("Authorization")).isEqualTo("Bearer " + TestAuthority.UPLOAD_TOKEN);
        assertThat(seen.header("Accept-language")).isEqualTo("id");
        java.nio.file.Files.write(pc.file("sent.der"), seen.body());
        assertThat(pc.openssl("req", "-verify", "-inform", "DER", "-in", "sent.der", "-noout"))
                .contains("verify OK");

        Receipt receipt = Receipt.read(pc.file("receipt.json"));
        assertThat(receipt.token()).isEqualTo(TestAuthority.RECEIPT_TOKEN);
        assertThat(receipt.server()).isEqualTo(server.address());
        assertThat(receipt.certificates()).containsExactlyInAnyOrder(AUTHORITY.root, AUTHORITY.issuing);
        assertThat(pc.mode("receipt.json")).isEqualTo("rw-------");
        assertThat(pc.out()).contains("CSR diterima", "INFO Atribut diabaikan. [csr.attribute-ignored]");
        assertThat(pc.out() + pc.err()).doesNotContain(TestAuthority.UPLOAD_TOKEN, TestAuthority.RECEIPT_TOKEN);
    }

    @Test
    void sendingAgainSendsTheSameBytesAndRenewsTheReceipt() throws Exception {
        accept();
        assertThat(pc.lock(SEND)).isZero();
        assertThat(pc.lock(SEND)).isZero();
        assertThat(server.seen).hasSize(2);
        assertThat(server.seen.get(0).body()).isEqualTo(server.seen.get(1).body());
    }

    @Test
    void theServersRefusalIsPrintedWithEveryFaultInTheReadersLanguage() {
        server.thenRefusal(
                422,
                Map.of(
                        "type",
                        "/problems/csr-refused",
                        "title",
                        "CSR refused",
                        "status",
                        422,
                        "detail",
                        "The CSR has two faults.",
                        "errors",
                        List.of(
                                Map.of(
                                        "pointer",
                                        "/csr",
                                        "id",
                                        "csr.key-unusable",
                                        "message",
                                        "This key cannot be used."),
                                Map.of("pointer", "/csr", "id", "x", "message", "Second\u001b[2J fault."))));
        assertThat(pc.lock(withLang("en"))).isEqualTo(1);
        assertThat(pc.err())
                .contains("The server refused (status 422): The CSR has two faults.")
                .contains("- This key cannot be used. [csr.key-unusable]")
                .contains("- Second [2J fault.")
                .doesNotContain("\u001b");
        assertThat(server.seen.get(0).header("Accept-language")).isEqualTo("en");
        assertThat(pc.has("receipt.json")).isFalse();
    }

    @Test
    void aBusyServerSaysWhenToComeBack() {
        server.then((seen, exchange) -> {
            exchange.getResponseHeaders().set("Retry-After", "17");
            AmsServer.send(exchange, 503, "text/html", "<h1>sibuk</h1>".getBytes(UTF_8));
        });
        assertThat(pc.lock(SEND)).isEqualTo(1);
        assertThat(pc.err())
                .contains("(status 503): tanpa penjelasan", "Ulangi setelah 17 detik")
                .doesNotContain("<h1>");
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (AmsServer other = new AmsServer()) {
            server.then((seen, exchange) -> {
                exchange.getResponseHeaders().set("Location", other.address() + "/");
                AmsServer.send(exchange, 307, "text/plain", new byte[0]);
            });
            assertThat(pc.lock(SEND)).isEqualTo(1);
            assertThat(pc.err()).contains("mengalihkan ke alamat lain (status 307)");
            assertThat(other.seen).isEmpty();
        }
    }

    @Test
    void aServerThatIsAwayIsSaidWithWhatToDo() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        pc.write("e", AUTHORITY.enrolment("http://127.0.0.1:" + port, payload -> {}));
        assertThat(pc.lock(SEND)).isEqualTo(1);
        assertThat(pc.err()).contains("tidak dapat dihubungi", "mengulang perintah ini aman");
    }

    @Test
    void aServerThatDripsIsGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        server.then((seen, exchange) -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            end.await();
        });
        assertThat(pc.lock(
                        "send", "--enrolment", "@e", "--csr", "@r.csr", "--receipt", "@receipt.json", "--timeout", "1"))
                .isEqualTo(1);
        end.countDown();
        assertThat(pc.err()).contains("tidak menjawab dalam 1 detik");
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        server.then((seen, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[64 * 1024];
            for (int i = 0; i < 1000; i++) {
                exchange.getResponseBody().write(part);
            }
        });
        assertThat(pc.lock(SEND)).isEqualTo(1);
        assertThat(pc.err()).contains("lebih dari 1048576 byte");
    }

    @Test
    void answersThatAreNotUnderstoodAreSaidToBe() {
        server.then((seen, exchange) -> AmsServer.send(exchange, 200, "text/html", "<html>".getBytes(UTF_8)));
        assertThat(pc.lock(SEND)).isEqualTo(1);
        assertThat(pc.err()).contains("tidak dapat dimengerti (status 200, JSON)");
        assertThat(pc.has("receipt.json")).isFalse();
    }

    @Test
    void aServerThatRecordedAnotherRequestIsNotBelieved() {
        server.thenJson(201, AmsServer.accepted(new byte[1], server.receipt(AUTHORITY)));
        assertThat(pc.lock(SEND)).isEqualTo(1);
        assertThat(pc.err()).contains("Server mencatat CSR lain");
        assertThat(pc.has("receipt.json")).isFalse();
    }

    @Test
    void aRootOfTheServersOwnDoesNotGetIntoTheReceipt() throws Exception {
        X509Certificate foreign = new TestAuthority().root;
        server.then((seen, exchange) -> {
            Map<String, Object> receipt = server.receipt(AUTHORITY);
            receipt.put("certificates", AuthorityList.write(List.of(foreign, AUTHORITY.issuing)));
            AmsServer.send(
                    exchange,
                    200,
                    "application/json",
                    com.nimbusds.jose.util.JSONObjectUtils.toJSONString(AmsServer.accepted(seen.body(), receipt))
                            .getBytes(UTF_8));
        });
        assertThat(pc.lock(SEND)).isZero();
        assertThat(Receipt.read(pc.file("receipt.json")).certificates())
                .contains(AUTHORITY.root)
                .doesNotContain(foreign);
    }

    @Test
    void aFileWithAPrivateKeyOrAnotherApplicationsRequestNeverLeavesTheMachine() throws Exception {
        assertThat(pc.lock("send", "--enrolment", "@e", "--csr", "@key.pem", "--receipt", "@receipt.json"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("[csr.contains-private-key]");
        pc.write("e", AUTHORITY.enrolment(server.address(), payload -> payload.put("challenge", "A".repeat(43))));
        assertThat(pc.lock(SEND)).isEqualTo(1);
        assertThat(pc.err()).contains("[csr.challenge-mismatch]");
        assertThat(server.seen).isEmpty();
    }

    @Test
    void theReceiptNeverReplacesAFileThatIsNoReceiptOfThisApplication() throws Exception {
        String key = pc.read("key.pem");
        assertThat(pc.lock("send", "--enrolment", "@e", "--csr", "@r.csr", "--receipt", "@key.pem"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("bukan tanda terima");
        assertThat(pc.read("key.pem")).isEqualTo(key);
        assertThat(server.seen).isEmpty();
    }

    @Test
    void plainHttpToAnotherMachineIsRefusedUnlessAllowed() throws Exception {
        for (String address : List.of("http://ams.example:8080", "http://127.0.0.1.example", "http://192.0.2.1")) {
            pc.write("e", AUTHORITY.enrolment(address, payload -> {}));
            assertThat(pc.lock(SEND)).isEqualTo(1);
            assertThat(pc.err()).contains("tidak memakai https", "--insecure-http");
        }
        for (String address :
                List.of("ftp://ams.example", "https://", "https://a@ams.example", "https://x/?q=1", "\u0000")) {
            pc.write("e", AUTHORITY.enrolment(address, payload -> {}));
            assertThat(pc.lock(SEND)).isEqualTo(1);
            assertThat(pc.err()).contains("tidak sah");
        }
        // Reserved for documentation (RFC 5737): nothing answers there, so getting as far as trying is the proof.
        ServerAddress allowed = ServerAddress.of("http://192.0.2.1/", true);
        assertThat(allowed.resolve("/x")).hasToString("http://192.0.2.1/x");
    }

    private static String[] withLang(String lang) {
        String[] arguments = java.util.Arrays.copyOf(SEND, SEND.length + 2);
        arguments[SEND.length] = "--lang";
        arguments[SEND.length + 1] = lang;
        return arguments;
    }
}
