package id.segel.api.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.api.RunningService;
import id.segel.api.Segel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A node's files: those of a running service, or a copy of its tokens in a directory of their own, that can be broken. The
 * doctor runs in a process of its own, as a person starts it.
 */
final class Installation {
    private static final List<String> CA_KEYS = List.of("root-uji-g1", "osd-lu-kelas-2-uji-g1");

    private final Path directory;
    private final Path softHsm;
    private String yaml;

    private Installation(Path directory, Path softHsm, String yaml) {
        this.directory = directory;
        this.softHsm = softHsm;
        this.yaml = yaml;
    }

    /** SoftHSM2's configuration of this JVM. */
    private static Path configurationHere() {
        return Path.of(System.getenv("SOFTHSM2_CONF")).toAbsolutePath();
    }

    /** The service's own tokens and its admin port. */
    static Installation of(RunningService service, Path directory) throws IOException {
        String yaml = Files.readString(service.configurationFile())
                .replace("adminPort: 0", "adminPort: " + service.adminPort());
        return new Installation(directory, configurationHere(), yaml);
    }

    /** A copy of the service's tokens, and an admin port on which nobody listens. */
    static Installation copyOf(RunningService service, Path directory) throws IOException {
        Path tokens = Files.createDirectory(
                directory.resolve("tokens"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        copy(configurationHere().resolveSibling("tokens"), tokens);
        String yaml = Files.readString(service.configurationFile())
                .replace("adminPort: 0", "adminPort: " + freePort())
                .replaceFirst("expectedKeys: \\[]", "expectedKeys: " + CA_KEYS);
        // PIN files of its own, so that one can be changed.
        Path pins = Files.createDirectory(directory.resolve("secrets"));
        for (String purpose : List.of("ca", "ocsp", "audit", "data")) {
            Path pin = service.configurationFile().resolveSibling("pin-" + purpose);
            Files.copy(pin, pins.resolve("pin-" + purpose), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            yaml = yaml.replace(pin.toString(), pins.resolve("pin-" + purpose).toString());
        }
        Installation copy = new Installation(directory, directory.resolve("softhsm2.conf"), yaml);
        copy.tokensIn(tokens);
        return copy;
    }

    /** Leads SoftHSM2 to another directory. */
    void tokensIn(Path tokens) throws IOException {
        Files.writeString(
                softHsm, "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path there = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else if (!file.endsWith("segel.lock")) {
                    Files.copy(file, there);
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Path tokens() {
        return directory.resolve("tokens");
    }

    Path secret(String name) {
        return directory.resolve("secrets").resolve(name);
    }

    /** Changes the configuration. */
    Installation with(String before, String after) {
        if (!yaml.contains(before)) {
            throw new AssertionError(before + " is not in\n" + yaml);
        }
        yaml = yaml.replaceFirst(
                java.util.regex.Pattern.quote(before), java.util.regex.Matcher.quoteReplacement(after));
        return this;
    }

    int adminPort() {
        return Integer.parseInt(yaml.replaceFirst("(?s).*adminPort: (\\d+).*", "$1"));
    }

    Map<String, String> environment() {
        return Map.of("SOFTHSM2_CONF", softHsm.toString());
    }

    /** What the doctor said. */
    record Said(int code, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + this, e);
            }
        }

        /** Ids of the errors, in order. */
        List<String> errors() {
            return json().findParents("level").stream()
                    .filter(finding -> finding.path("level").asText().equals("error"))
                    .map(finding -> finding.path("id").asText())
                    .toList();
        }

        /** The findings of one id. */
        List<JsonNode> about(String id) {
            return json().findParents("level").stream()
                    .filter(finding -> finding.path("id").asText().equals(id))
                    .toList();
        }
    }

    Said doctor(String... options) throws IOException {
        return doctor(List.of(), options);
    }

    /** Runs {@code segel doctor} behind a prefix, such as one that mounts something first. */
    Said doctor(List<String> prefix, String... options) throws IOException {
        Path file = directory.resolve("segel.yml");
        Files.writeString(file, yaml);
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                Segel.class.getName(),
                "doctor",
                file.toString()));
        command.addAll(List.of(options));
        Path err = Files.createTempFile(directory, "doctor", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().putAll(environment());
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new AssertionError("the doctor did not end: " + out);
            }
            return new Said(process.exitValue(), out, Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            process.toHandle().destroyForcibly();
        }
    }

    /** Keeps what a person saw, for the docs. */
    static void keep(String name, Said said) throws IOException {
        Path folder = Files.createDirectories(Path.of("target/doctor"));
        Files.writeString(folder.resolve(name + ".txt"), said.out() + "exit code " + said.code() + "\n");
    }

    /** Every file of SoftHSM2's tokens with its time and content: a login would change them. */
    Map<String, String> fingerprint() {
        Path tokens = Files.exists(directory.resolve("tokens")) ? tokens() : softHsm.resolveSibling("tokens");
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(tokens)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                // The lock's file is left alone: to open and close it would drop this process's lock.
                if (!file.endsWith("segel.lock")) {
                    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                    files.put(
                            tokens.relativize(file).toString(),
                            Files.getLastModifiedTime(file) + " "
                                    + HexFormat.of().formatHex(digest));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return files;
    }
}
