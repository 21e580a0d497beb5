package id.segel.ca.lint.external;

import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.ca.lint.LintRule;
import id.segel.ca.lint.LintSubject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * The configured linter finds nothing. A command that cannot be started, hangs, talks too much, ends with another exit code
 * than 0 or says nothing of having looked is a finding like any other. Costs a process for each certificate, so it goes
 * last ({@link id.segel.ca.lint.Linter#followedBy}). Thread-safe.
 */
public final class ExternalRule implements LintRule {
    /** The rule's id. */
    public static final String ID = "lint.external";

    private static final int MOST_NAMES = 20;

    private final ExternalLintConfiguration configuration;
    private final Pattern finding;
    private final @Nullable Pattern pass;
    private final ThrowAwayKeys keys = new ThrowAwayKeys();

    public ExternalRule(ExternalLintConfiguration configuration) {
        this.configuration = configuration;
        this.finding = Pattern.compile(configuration.finding());
        String expected = configuration.pass();
        this.pass = expected == null ? null : Pattern.compile(expected);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String description() {
        return "The configured linter finds nothing in a certificate of these bytes, signed with a throw-away key.";
    }

    @Override
    public String source() {
        return "the configured linter; CA/Browser Forum BR 4.3.1.2 (lint before signing)";
    }

    @Override
    public LocalDate effective() {
        return LocalDate.of(2026, 11, 23);
    }

    @Override
    public List<String> check(LintSubject subject) {
        try {
            Path directory = Files.createTempDirectory(
                    "segel-lint", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                Path file = directory.resolve("certificate.pem");
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, pem(certificate(subject)), StandardOpenOption.WRITE);
                return run(directory, file);
            } finally {
                remove(directory);
            }
        } catch (IOException | UncheckedIOException e) {
            return List.of("the certificate could not be handed to the linter: " + e.getMessage());
        }
    }

    private List<String> run(Path directory, Path file) {
        List<String> command = configuration.command().stream()
                .map(each -> each.replace(ExternalLintConfiguration.FILE, file.toString()))
                .toList();
        CommandRun.Result result =
                new CommandRun(command, configuration.timeout(), configuration.outputLimit()).in(directory);
        if (result instanceof CommandRun.Result.Failed failed) {
            return List.of("the linter " + command.get(0) + " " + failed.why());
        }
        CommandRun.Result.Ended ended = (CommandRun.Result.Ended) result;
        List<String> faults = new ArrayList<>();
        for (String name : names(ended.output())) {
            faults.add("the linter " + command.get(0) + " found " + name);
        }
        if (faults.isEmpty() && ended.exitCode() != 0) {
            faults.add("the linter " + command.get(0) + " ended with exit code " + ended.exitCode());
        }
        if (faults.isEmpty() && pass != null && !pass.matcher(ended.output()).find()) {
            faults.add("the linter " + command.get(0) + " says nothing of having looked");
        }
        return faults;
    }

    private Set<String> names(String output) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = finding.matcher(output);
        while (names.size() < MOST_NAMES && matcher.find()) {
            String name = matcher.group(1);
            names.add(name == null ? "something without a name" : name);
        }
        return names;
    }

    /** The bytes to be signed, to the octet, with the issuer's algorithm and somebody else's signature. */
    private byte[] certificate(LintSubject subject) throws IOException {
        byte[] tbs = subject.tbs();
        byte[] signature = keys.sign(subject.issuer().scheme(), rsaBits(subject.issuerKey()), tbs);
        return new DERSequence(new ASN1Encodable[] {
                    ASN1Primitive.fromByteArray(tbs),
                    SignatureAlgorithms.identifier(subject.issuer().scheme()),
                    new DERBitString(signature)
                })
                .getEncoded(ASN1Encoding.DER);
    }

    private static int rsaBits(byte[] issuerKey) throws IOException {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(issuerKey);
        return key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
                ? RSAPublicKey.getInstance(key.parsePublicKey()).getModulus().bitLength()
                : 0;
    }

    private static String pem(byte[] certificate) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
    }

    /** The linter may have left files of its own. */
    private static void remove(Path directory) throws IOException {
        List<Path> paths;
        try (var walk = Files.walk(directory)) {
            paths = walk.sorted(java.util.Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
