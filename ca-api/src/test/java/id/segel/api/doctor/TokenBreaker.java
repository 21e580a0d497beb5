package id.segel.api.doctor;

import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cko;
import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.Mechanism;
import id.segel.hsm.cryptoki.Template;
import id.segel.hsm.cryptoki.TokenDescription;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Does to a token what the adapter never does. In a process of its own, because the token is another process's. */
final class TokenBreaker {
    /** DER of the object identifier of P-256. */
    private static final byte[] P256 = {0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x03, 0x01, 0x07};

    private TokenBreaker() {}

    /** Arguments: library, token label, PIN file, and what to do with what. */
    public static void main(String[] arguments) throws Exception {
        Cryptoki cryptoki = Cryptoki.load(Path.of(arguments[0]), "");
        cryptoki.initialise();
        long slot = cryptoki.tokens().stream()
                .filter(token -> token.label().equals(arguments[1]))
                .mapToLong(TokenDescription::slot)
                .findFirst()
                .orElseThrow();
        byte[] pin = Files.readString(Path.of(arguments[2])).strip().getBytes(StandardCharsets.UTF_8);
        try (CryptokiSession session = cryptoki.openSession(slot)) {
            session.login(pin);
            switch (arguments[3]) {
                case "extractable" -> extractable(session, arguments[4]);
                case "certificate" -> certificate(session, arguments[4]);
                default -> throw new IllegalArgumentException(arguments[3]);
            }
        }
        System.out.println("broken");
    }

    private static void extractable(CryptokiSession session, String label) {
        byte[] id = label.getBytes(StandardCharsets.UTF_8);
        session.generateKeyPair(
                Mechanism.EC_KEY_PAIR_GEN,
                new Template().flag(Cka.TOKEN, true).bytes(Cka.ID, id).bytes(Cka.EC_PARAMS, P256),
                new Template()
                        .flag(Cka.TOKEN, true)
                        .flag(Cka.PRIVATE, true)
                        .text(Cka.LABEL, label)
                        .bytes(Cka.ID, id)
                        .flag(Cka.SENSITIVE, true)
                        .flag(Cka.EXTRACTABLE, true)
                        .flag(Cka.SIGN, true)
                        .flag(Cka.DECRYPT, false)
                        .flag(Cka.UNWRAP, false)
                        .flag(Cka.DERIVE, false));
    }

    /** Puts the certificate of a software key beside a key, in place of its own. */
    private static void certificate(CryptokiSession session, String victim) throws Exception {
        byte[] id = attribute(session, Cko.PRIVATE_KEY, victim, Cka.ID);
        byte[] foreign = foreign(victim);
        session.find(new Template().number(Cka.CLASS, Cko.CERTIFICATE).bytes(Cka.ID, id))
                .forEach(session::destroy);
        session.create(new Template()
                .number(Cka.CLASS, Cko.CERTIFICATE)
                .number(Cka.CERTIFICATE_TYPE, Cko.CKC_X_509)
                .flag(Cka.TOKEN, true)
                .flag(Cka.PRIVATE, false)
                .text(Cka.LABEL, victim)
                .bytes(Cka.ID, id)
                .bytes(Cka.SUBJECT, new byte[] {0x30, 0x00})
                .bytes(Cka.VALUE, foreign));
    }

    private static byte[] foreign(String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        X500Name subject = new X500Name("CN=" + name);
        Instant now = Instant.now();
        return new X509v3CertificateBuilder(
                        subject,
                        BigInteger.ONE,
                        Date.from(now),
                        Date.from(now.plusSeconds(3600)),
                        subject,
                        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }

    private static byte[] attribute(CryptokiSession session, long kind, String label, long attribute) {
        long object = session.find(new Template()
                        .number(Cka.CLASS, kind)
                        .flag(Cka.TOKEN, true)
                        .text(Cka.LABEL, label))
                .get(0);
        return session.read(object, attribute).bytes(attribute);
    }
}
