package id.segel.ca.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.lint.external.ExternalLintConfiguration;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.SignatureScheme;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates of every profile, subject key and CA signature, judged by programs that Segel did not write: OpenSSL,
 * GnuTLS, the JDK, and zlint where it is installed.
 */
class InteropTest {
    @TempDir
    static Path directory;

    private static final Map<SignatureScheme, InteropHierarchy> HIERARCHIES = new EnumMap<>(SignatureScheme.class);
    private static final Map<SignatureScheme, Map<String, byte[]>> LEAVES = new EnumMap<>(SignatureScheme.class);

    @BeforeAll
    static void issueEverything() throws Exception {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        keys.put("rsa2048", rsaPublic(2048));
        keys.put("rsa3072", rsaPublic(3072));
        keys.put("rsa4096", rsaPublic(4096));
        keys.put("p256", ec("secp256r1").getPublic());
        keys.put("p384", ec("secp384r1").getPublic());
        KeyPair rsaRoot = rsa(3072);
        KeyPair rsaIssuing = rsa(3072);
        for (SignatureScheme scheme : SignatureScheme.values()) {
            InteropHierarchy hierarchy = switch (scheme) {
                case ECDSA_SHA256 -> new InteropHierarchy(scheme, ec("secp256r1"), ec("secp256r1"));
                case ECDSA_SHA384 -> new InteropHierarchy(scheme, ec("secp384r1"), ec("secp384r1"));
                default -> new InteropHierarchy(scheme, rsaRoot, rsaIssuing);
            };
            HIERARCHIES.put(scheme, hierarchy);
            LEAVES.put(scheme, leaves(hierarchy, keys));
        }
    }

    /** Everything an issuing CA and a root sign, by a name that says profile and key. */
    private static Map<String, byte[]> leaves(InteropHierarchy hierarchy, Map<String, PublicKey> keys)
            throws GeneralSecurityException {
        Map<String, byte[]> leaves = new LinkedHashMap<>();
        keys.forEach((name, key) -> leaves.put("subscriber-" + name, hierarchy.issue("osd-lu-kelas-2-individu", key)));
        leaves.put("issuing-ca-p384", hierarchy.issue("issuing-ca", required(keys, "p384")));
        if (hierarchy.scheme != SignatureScheme.ECDSA_SHA256) {
            // All profiles and keys under one CA; what the others change is the signature.
            return leaves;
        }
        for (String profile : List.of("ocsp-responder", "audit-signer", "enrolment-signer")) {
            for (String key : List.of("p256", "p384")) {
                leaves.put(profile + "-" + key, hierarchy.issue(profile, required(keys, key)));
            }
        }
        for (String key : List.of("rsa3072", "rsa4096", "p256")) {
            leaves.put("cross-ca-" + key, hierarchy.issue("cross-ca", required(keys, key)));
            leaves.put("issuing-ca-" + key, hierarchy.issue("issuing-ca", required(keys, key)));
        }
        PublicKey ed25519 =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        leaves.put("subscriber-ed25519", hierarchy.issue(everything(), ed25519));
        leaves.put("everything-p256", hierarchy.issue(everything(), required(keys, "p256")));
        return leaves;
    }

    private static PublicKey required(Map<String, PublicKey> keys, String name) {
        PublicKey key = keys.get(name);
        if (key == null) {
            throw new AssertionError("no key " + name);
        }
        return key;
    }

    /** The seed product's profile with all else the language has. */
    private static CertificateProfile everything() {
        return CertificateProfile.parse(CertificateProfile.bundled("osd-lu-kelas-2-individu")
                .definition()
                .replace("\"extendedKeyUsage\": []", """
                        "extendedKeyUsage": ["1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36"],
                        "basicConstraints": "ca-false",
                        "qcStatements": {"compliance": true, "sscd": true, "types": ["esign"],
                          "disclosures": [{"url": "https://ca.example/pds-en.pdf", "language": "en"}]},
                        "extensions": [{"oid": "1.3.6.1.4.1.99999.1", "utf8String": "uji"}]
                        """)
                .replace("[\"2.25.229393928576792017122486961842499126000.2.1\"]", """
                        [{"oid": "2.25.229393928576792017122486961842499126000.2.1", "cps": "http://ca.example/cps.pdf"}]
                        """)
                .replace("\"rsaAllowed\"", "\"ed25519\": true, \"rsaAllowed\""));
    }

    @Test
    void opensslVerifiesEveryCertificateStrictly() throws Exception {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            Path root = pem(scheme, "root", hierarchy(scheme).root.requireCertificate());
            Path issuing = pem(scheme, "issuing", hierarchy(scheme).issuing.requireCertificate());
            Map<String, List<String>> byPurpose = new LinkedHashMap<>();
            for (Map.Entry<String, byte[]> leaf : leaves(scheme).entrySet()) {
                byPurpose
                        .computeIfAbsent(purpose(leaf.getKey()), purpose -> new ArrayList<>())
                        .add(pem(scheme, leaf.getKey(), leaf.getValue()).toString());
            }
            byPurpose.computeIfAbsent("crlsign", purpose -> new ArrayList<>()).add(issuing.toString());
            for (Map.Entry<String, List<String>> group : byPurpose.entrySet()) {
                List<String> command = new ArrayList<>(List.of(
                        "openssl",
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        group.getKey(),
                        "-CAfile",
                        root.toString(),
                        "-untrusted",
                        issuing.toString()));
                command.addAll(group.getValue());
                Run run = run(command);
                assertThat(run.output().lines())
                        .as("%s %s", scheme, run.output())
                        .hasSameSizeAs(group.getValue())
                        .allMatch(line -> line.endsWith(": OK"));
                assertThat(run.exitCode()).isZero();
            }
        }
    }

    private static String purpose(String leaf) {
        if (leaf.startsWith("ocsp-responder")) {
            return "ocsphelper";
        }
        return leaf.contains("-ca-") ? "crlsign" : leaf.contains("signer") ? "any" : "smimesign";
    }

    @Test
    void certtoolVerifiesEveryProfileAndKeyAndEverySignatureOfACa() throws Exception {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            Path root = pem(scheme, "root", hierarchy(scheme).root.requireCertificate());
            for (Map.Entry<String, byte[]> leaf : leaves(scheme).entrySet()) {
                // All profiles and keys under one CA, one profile under all CAs: a process each.
                if (scheme != SignatureScheme.ECDSA_SHA256 && !leaf.getKey().equals("subscriber-p256")) {
                    continue;
                }
                Path chain = directory.resolve(scheme + "-chain-" + leaf.getKey() + ".pem");
                String issuing = leaf.getKey().contains("-ca-")
                        ? ""
                        : text(hierarchy(scheme).issuing.requireCertificate());
                Files.writeString(chain, text(leaf.getValue()) + issuing);
                Run run = run(List.of(
                        "certtool",
                        "--verify",
                        "--load-ca-certificate",
                        root.toString(),
                        "--infile",
                        chain.toString()));
                assertThat(run.exitCode())
                        .as("%s %s: %s", scheme, leaf.getKey(), run.output())
                        .isZero();
                assertThat(run.output()).contains("Chain verification output: Verified");
            }
        }
    }

    @Test
    void theJdkValidatesEveryCertificate() throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        for (SignatureScheme scheme : SignatureScheme.values()) {
            X509Certificate root = certificate(factory, hierarchy(scheme).root.requireCertificate());
            X509Certificate issuing =
                    certificate(factory, hierarchy(scheme).issuing.requireCertificate());
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            for (Map.Entry<String, byte[]> leaf : leaves(scheme).entrySet()) {
                X509Certificate subject = certificate(factory, leaf.getValue());
                List<X509Certificate> path =
                        leaf.getKey().contains("-ca-") ? List.of(subject) : List.of(subject, issuing);
                validator.validate(factory.generateCertPath(path), parameters);
                assertThat(subject.getVersion()).isEqualTo(3);
            }
        }
    }

    /** zlint is tried where it is installed, as the one tool of which that is enough. */
    @Test
    void zlintWhereItIsInstalledFindsNoError() throws Exception {
        boolean installed = System.getenv("PATH") != null
                && java.util.Arrays.stream(System.getenv("PATH").split(":", -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "zlint")));
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, byte[]> leaf :
                leaves(SignatureScheme.ECDSA_SHA256).entrySet()) {
            if (installed) {
                Path file = pem(SignatureScheme.ECDSA_SHA256, leaf.getKey(), leaf.getValue());
                // The rules of the CA/Browser Forum are about web servers and S/MIME.
                Run run = run(List.of("zlint", "-includeSources", "RFC5280,RFC5480,RFC5891,ETSI_ESI", file.toString()));
                assertThat(run.output()).containsPattern(ExternalLintConfiguration.ZLINT_PASS);
                java.util.regex.Matcher matcher = java.util.regex.Pattern.compile(
                                ExternalLintConfiguration.ZLINT_FINDING)
                        .matcher(run.output());
                while (matcher.find()) {
                    if (!matcher.group().contains("\"warn\"")) {
                        findings.add(leaf.getKey() + ": " + matcher.group(1));
                    }
                }
            }
        }
        assertThat(findings).isEmpty();
    }

    private static InteropHierarchy hierarchy(SignatureScheme scheme) {
        return java.util.Objects.requireNonNull(HIERARCHIES.get(scheme));
    }

    private static Map<String, byte[]> leaves(SignatureScheme scheme) {
        return java.util.Objects.requireNonNull(LEAVES.get(scheme));
    }

    private static X509Certificate certificate(CertificateFactory factory, byte[] der) throws GeneralSecurityException {
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }

    private static Path pem(SignatureScheme scheme, String name, byte[] der) throws IOException {
        return Files.writeString(directory.resolve(scheme + "-" + name + ".pem"), text(der));
    }

    private static String text(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    /** Made by OpenSSL, which takes a tenth of Java's time. */
    private static KeyPair rsa(int bits) throws GeneralSecurityException, IOException, InterruptedException {
        Path file = directory.resolve("key.pem");
        Run run = run(List.of(
                "openssl",
                "genpkey",
                "-algorithm",
                "RSA",
                "-pkeyopt",
                "rsa_keygen_bits:" + bits,
                "-out",
                file.toString()));
        assertThat(run.exitCode()).as(run.output()).isZero();
        byte[] pkcs8 = Base64.getMimeDecoder().decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", ""));
        KeyFactory factory = KeyFactory.getInstance("RSA");
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return new KeyPair(
                factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())), key);
    }

    /** A key of this length that nobody has the other half of, which is quick to make. */
    private static PublicKey rsaPublic(int bits) throws GeneralSecurityException {
        BigInteger modulus =
                new BigInteger(bits, new Random(bits)).setBit(bits - 1).setBit(0);
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)));
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private record Run(int exitCode, String output) {}

    private static Run run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "run", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command.get(0) + " does not end");
        }
        return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
