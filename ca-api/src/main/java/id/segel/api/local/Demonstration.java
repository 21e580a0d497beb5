package id.segel.api.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * SOP 009/BS.009/2017 walked through by programs: the applicant and the officer use the public REST API, the applicant's key
 * and CSR are made by LOCK. Each step is shown with the time it took and its norm; nothing here has a right an
 * ordinary user has not.
 */
final class Demonstration {
    private static final String PRODUCT = "osd-lu-kelas-2-individu";
    private static final Duration ISSUE_LIMIT = Duration.ofSeconds(60);

    private final LocalHome home;
    private final LocalSettings settings;
    private final PrintStream out;
    private final PublicApi applicant;
    private final PublicApi officer;
    private final Path work;
    private long stepBegan;

    Demonstration(LocalHome home, LocalSettings settings, PrintStream out) {
        this.home = home;
        this.settings = settings;
        this.out = out;
        this.applicant = new PublicApi(settings.localUrl());
        this.officer = new PublicApi(settings.localUrl());
        this.work = home.demo().resolve("lock");
    }

    void run() throws IOException, InterruptedException {
        List<DemoAccount> accounts = DemoAccount.read(home.accounts());
        DemoAccount person = DemoAccount.first(accounts, "APPLICANT");
        clearWork();
        out.println();
        out.println("SOP 009/BS.009/2017, " + person.username());

        begin();
        applicant.signIn(person);
        JsonNode me = applicant.get("/api/v1/session").json();
        applicant.get("/api/v1/products");
        end(1, "applicant logs in to AMS", 30);

        begin();
        String number = applicant
                .post(
                        "/api/v1/applications",
                        JsonNodeFactory.instance.objectNode().put("product", PRODUCT),
                        Map.of())
                .json()
                .path("number")
                .asText();
        String application = "/api/v1/applications/" + number;
        end(2, "application " + number + ", product " + PRODUCT, 12);

        byte[] letter = DemoLetter.pdf(me.path("fullName").asText(), "Balai Contoh Nusantara");
        begin();
        applicant.put(application + "/letter", "application/pdf", letter);
        end(3, "recommendation letter uploaded (" + letter.length + " octets)", 18);

        begin();
        Path enrolment = writeNew(
                "enrolment.jws", applicant.get(application + "/enrolment").body());
        lock("key", "--enrolment", enrolment, "--out", work.resolve("key.pem"), "--passphrase-file", passphrase());
        lock(
                "csr",
                "--enrolment",
                enrolment,
                "--key",
                work.resolve("key.pem"),
                "--out",
                work.resolve("request.csr"),
                "--passphrase-file",
                passphrase());
        end(4, "key and CSR made with LOCK, offline", 42);

        begin();
        lock(
                "send",
                "--enrolment",
                enrolment,
                "--csr",
                work.resolve("request.csr"),
                "--receipt",
                work.resolve("receipt.json"));
        applicant.post(application + "/submit");
        end(5, "CSR sent with LOCK, application submitted", 18);

        begin();
        verifyAndApprove(accounts, number);
        end(6, "officer claims, checks letter and CSR, approves", 600);

        begin();
        waitForIssue(application);
        waitForNotice(number);
        end(7, "certificate signed by the HSM, applicant notified by e-mail", 30);

        begin();
        Path certificate = home.demo().resolve("certificate.pem");
        Path chain = home.demo().resolve("chain.pem");
        lock(
                "fetch",
                "--receipt",
                work.resolve("receipt.json"),
                "--key",
                work.resolve("key.pem"),
                "--passphrase-file",
                passphrase(),
                "--out",
                certificate,
                "--chain",
                chain,
                "--force");
        end(8, "certificate downloaded with LOCK", 30);

        out.println();
        out.println("certificate " + certificate);
        out.println("chain       " + chain);
        out.println("check it    openssl verify -x509_strict -CAfile " + chain + " " + certificate);
    }

    private void verifyAndApprove(List<DemoAccount> accounts, String number) {
        officer.signIn(DemoAccount.first(accounts, "OFFICER"));
        officer.get("/admin/v1/applications?state=SUBMITTED");
        String path = "/admin/v1/applications/" + number;
        String version = officer.get(path).etag();
        PublicApi.Answer claimed =
                officer.post(path + "/claim", JsonNodeFactory.instance.objectNode(), Map.of("If-Match", version));
        officer.get(path + "/letter");
        PublicApi.Answer review = officer.get(path);
        ObjectNode decision = JsonNodeFactory.instance.objectNode().put("outcome", "APPROVE");
        ObjectNode checklist = decision.putObject("checklist");
        for (JsonNode item : review.json().path("checklist")) {
            answer(checklist, item);
        }
        decision.set("reasons", new ArrayNode(JsonNodeFactory.instance));
        officer.post(path + "/decision", decision, Map.of("If-Match", claimed.etag()));
    }

    private static void answer(ObjectNode checklist, JsonNode item) {
        ObjectNode answer = checklist.putObject(item.path("id").asText());
        if (item.path("notApplicableAllowed").asBoolean()) {
            answer.put("value", "NOT_APPLICABLE").put("note", "Demonstrasi: butir ini tidak diperlukan.");
        } else {
            answer.put("value", "YES");
        }
    }

    private void waitForIssue(String application) throws InterruptedException {
        long deadline = System.nanoTime() + ISSUE_LIMIT.toNanos();
        String state = "";
        while (System.nanoTime() - deadline < 0) {
            state = applicant.get(application).json().path("state").asText();
            if (state.equals("ISSUED") || state.equals("COMPLETED")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new LocalFailure("the certificate was not issued within " + ISSUE_LIMIT.toSeconds()
                + " s; the application is " + state + ". Look at " + home.logs().resolve("service.log") + ".");
    }

    /** The notice of issue has left for the applicant's mailbox: R7.5 wants that within a minute. */
    private void waitForNotice(String number) throws InterruptedException {
        long deadline = System.nanoTime() + ISSUE_LIMIT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            for (JsonNode notice : applicant.get("/api/v1/notices").json().path("items")) {
                if (notice.path("kind").asText().equals("ISSUED")
                        && notice.path("application").asText().equals(number)
                        && notice.path("state").asText().equals("SENT")) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new LocalFailure("no notice about " + number + " was sent within " + ISSUE_LIMIT.toSeconds()
                + " s. Look into " + home.mail() + " and " + home.logs().resolve("service.log") + ".");
    }

    private void lock(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-jar",
                home.lockJar().toString()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        Path output = work.resolve("lock.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new LocalFailure("`lock " + arguments[0] + "` took longer than 120 s and was stopped.");
        }
        if (process.exitValue() != 0) {
            throw new LocalFailure("`lock " + arguments[0] + "` failed (exit code " + process.exitValue() + "):\n"
                    + Files.readString(output));
        }
    }

    private Path passphrase() throws IOException {
        Path file = work.resolve("passphrase");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        }
        return file;
    }

    private Path writeNew(String name, byte[] content) throws IOException {
        Path file = work.resolve(name);
        Files.write(file, content);
        return file;
    }

    /** A demonstration before this one left its key; it belongs to another applicant and is of no use any more. */
    private void clearWork() throws IOException {
        Files.createDirectories(work);
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> left = Files.list(work)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
    }

    private void begin() {
        stepBegan = System.nanoTime();
    }

    private void end(int step, String what, int norm) {
        double seconds = (System.nanoTime() - stepBegan) / 1e9;
        out.println(String.format(Locale.ROOT, "step %d  %-62s %6.1f s   norm %d s", step, what, seconds, norm));
        out.flush();
    }
}
