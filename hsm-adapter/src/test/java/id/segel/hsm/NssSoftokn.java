package id.segel.hsm;

import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.Mechanism;
import id.segel.hsm.cryptoki.Template;
import id.segel.hsm.cryptoki.TokenDescription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * NSS softokn, the second vendor of the tests: another library, another code base, initialised with parameters. One
 * key database for each JVM, because it is initialised once.
 *
 * @param library libsoftokn3.so
 * @param parameters for C_Initialize
 * @param label of the token with the key database
 */
record NssSoftokn(Path library, String parameters, String label) {
    static final String PIN = "nss-4711";

    /** Makes an empty key database. */
    static NssSoftokn in(Path directory) throws IOException {
        Files.createDirectories(directory);
        String label = "uji nss";
        String parameters = String.format(
                Locale.ROOT,
                "configdir='sql:%s' certPrefix='' keyPrefix='' secmod='secmod.db' dbTokenDescription='%s' "
                        + "flags=noModDB",
                directory.toRealPath(),
                label);
        Path library = find();
        Cryptoki cryptoki = Cryptoki.load(library, parameters);
        cryptoki.initialise();
        long slot = cryptoki.tokens().stream()
                .filter(token -> token.label().equals(label))
                .mapToLong(TokenDescription::slot)
                .findFirst()
                .orElseThrow(() -> new AssertionError(String.valueOf(cryptoki.tokens())));
        try (CryptokiSession session = cryptoki.openSession(slot)) {
            session.initialiseUserPin(new byte[0], PIN.getBytes(StandardCharsets.UTF_8));
        }
        return new NssSoftokn(library, parameters, label);
    }

    /** Makes a key pair and stores a certificate beside it. Without our ceremony: this token never says CKA_LOCAL. */
    SigningKey certifiedKey(Token token, String keyLabel, boolean ec) throws Exception {
        Template publicTemplate = new Template().flag(Cka.TOKEN, true).text(Cka.LABEL, keyLabel);
        publicTemplate = publicTemplate
                .bytes(Cka.ID, keyLabel.getBytes(StandardCharsets.UTF_8))
                .flag(Cka.VERIFY, true);
        if (ec) {
            publicTemplate = publicTemplate.bytes(Cka.EC_PARAMS, TokenPublicKeys.P256);
        } else {
            publicTemplate =
                    publicTemplate.number(Cka.MODULUS_BITS, 2048).bytes(Cka.PUBLIC_EXPONENT, new byte[] {1, 0, 1});
        }
        Template privateTemplate = new Template()
                .flag(Cka.TOKEN, true)
                .flag(Cka.PRIVATE, true)
                .flag(Cka.SENSITIVE, true)
                .flag(Cka.EXTRACTABLE, false)
                .flag(Cka.SIGN, true)
                .flag(Cka.SIGN_RECOVER, false)
                .flag(Cka.DECRYPT, false)
                .flag(Cka.UNWRAP, false)
                .flag(Cka.DERIVE, false)
                .text(Cka.LABEL, keyLabel)
                .bytes(Cka.ID, keyLabel.getBytes(StandardCharsets.UTF_8));
        PublicKey publicKey;
        Cryptoki cryptoki = Cryptoki.load(library, parameters);
        long slot = cryptoki.tokens().stream()
                .filter(found -> found.label().equals(label))
                .mapToLong(TokenDescription::slot)
                .findFirst()
                .orElseThrow();
        try (CryptokiSession session = cryptoki.openSession(slot)) {
            session.login(PIN.getBytes(StandardCharsets.UTF_8));
            CryptokiSession.KeyPairHandles made = session.generateKeyPair(
                    ec ? Mechanism.EC_KEY_PAIR_GEN : Mechanism.RSA_PKCS_KEY_PAIR_GEN, publicTemplate, privateTemplate);
            publicKey = Objects.requireNonNull(TokenPublicKeys.of(session.read(
                    made.publicKey(), Cka.KEY_TYPE, Cka.MODULUS, Cka.PUBLIC_EXPONENT, Cka.EC_PARAMS, Cka.EC_POINT)));
        }
        KeyPairGenerator software = KeyPairGenerator.getInstance("EC");
        token.storeCertificate(
                keyLabel,
                TestCertificates.issued(
                        publicKey, keyLabel, software.generateKeyPair().getPrivate()));
        return token.signingKey(keyLabel);
    }

    private static Path find() throws IOException {
        for (String place : List.of("/usr/lib", "/usr/lib64")) {
            if (!Files.isDirectory(Path.of(place))) {
                continue;
            }
            try (Stream<Path> files = Files.find(
                    Path.of(place),
                    3,
                    (file, attributes) -> file.getFileName().toString().equals("libsoftokn3.so"))) {
                Path found = files.findFirst().orElse(null);
                if (found != null) {
                    return found;
                }
            }
        }
        throw new AssertionError("libsoftokn3.so is not on this machine. Install it: apt-get install libnss3");
    }
}
