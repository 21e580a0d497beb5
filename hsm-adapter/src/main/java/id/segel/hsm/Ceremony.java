package id.segel.hsm;

import id.segel.hsm.cryptoki.Attributes;
import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cko;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.Mechanism;
import id.segel.hsm.cryptoki.Template;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys and stores certificates through the native binding, with one exact template per call, and reads back what
 * came of it. A key that did not come out as asked is destroyed.
 */
final class Ceremony {
    private static final int ID_LENGTH = 20;
    private static final int MAX_LABEL = 64;
    private static final int MAX_CERTIFICATE = 64 * 1024;

    private final SecureRandom random;
    private final Place place;

    Ceremony(SecureRandom random, Place place) {
        this.random = random;
        this.place = place;
    }

    /** What was made. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Made(byte[] id, PublicKey publicKey) {}

    /** @param wanted the CKA_ID to give it, null for a fresh one */
    Made keyPair(CryptokiSession session, String label, KeySpec spec, byte @Nullable [] wanted) {
        requireFree(session, label);
        byte[] id = wanted == null ? freeId(session) : requireFreeId(session, label, wanted);
        Template publicTemplate = new Template()
                .flag(Cka.TOKEN, true)
                .flag(Cka.PRIVATE, false)
                .text(Cka.LABEL, label)
                .bytes(Cka.ID, id)
                .flag(Cka.VERIFY, true)
                .flag(Cka.VERIFY_RECOVER, false)
                .flag(Cka.ENCRYPT, false)
                .flag(Cka.WRAP, false);
        Mechanism mechanism = switch (spec) {
            case RSA_2048, RSA_3072, RSA_4096 -> {
                publicTemplate.number(Cka.MODULUS_BITS, spec.size()).bytes(Cka.PUBLIC_EXPONENT, new byte[] {1, 0, 1});
                yield Mechanism.RSA_PKCS_KEY_PAIR_GEN;
            }
            case EC_P256, EC_P384 -> {
                publicTemplate.bytes(
                        Cka.EC_PARAMS, spec == KeySpec.EC_P256 ? TokenPublicKeys.P256 : TokenPublicKeys.P384);
                yield Mechanism.EC_KEY_PAIR_GEN;
            }
        };
        Template privateTemplate = secret(label, id)
                .flag(Cka.SIGN, true)
                .flag(Cka.SIGN_RECOVER, false)
                .flag(Cka.DECRYPT, false)
                .flag(Cka.UNWRAP, false)
                .flag(Cka.DERIVE, false);
        CryptokiSession.KeyPairHandles handles = session.generateKeyPair(mechanism, publicTemplate, privateTemplate);
        PublicKey publicKey = TokenPublicKeys.of(session.read(
                handles.publicKey(), Cka.KEY_TYPE, Cka.MODULUS, Cka.PUBLIC_EXPONENT, Cka.EC_PARAMS, Cka.EC_POINT));
        List<String> wrong = wrong(
                session.read(handles.privateKey(), readBack()),
                label,
                id,
                List.of(Cka.SIGN),
                List.of(Cka.SIGN_RECOVER, Cka.DECRYPT, Cka.UNWRAP, Cka.DERIVE));
        if (publicKey == null || TokenPublicKeys.size(publicKey) != spec.size()) {
            wrong.add("the public key is not " + spec);
        }
        if (publicKey == null || !wrong.isEmpty()) {
            session.destroy(handles.privateKey());
            session.destroy(handles.publicKey());
            throw notAsAsked(label, wrong);
        }
        return new Made(id, publicKey);
    }

    void wrappingKey(CryptokiSession session, String label, byte @Nullable [] wanted) {
        secretKey(
                session,
                label,
                wanted,
                Mechanism.AES_KEY_GEN,
                List.of(Cka.ENCRYPT, Cka.DECRYPT),
                List.of(Cka.WRAP, Cka.UNWRAP, Cka.SIGN, Cka.VERIFY, Cka.DERIVE));
    }

    void macKey(CryptokiSession session, String label, byte @Nullable [] wanted) {
        secretKey(
                session,
                label,
                wanted,
                Mechanism.GENERIC_SECRET_KEY_GEN,
                List.of(Cka.SIGN),
                List.of(Cka.VERIFY, Cka.ENCRYPT, Cka.DECRYPT, Cka.WRAP, Cka.UNWRAP, Cka.DERIVE));
    }

    private void secretKey(
            CryptokiSession session,
            String label,
            byte @Nullable [] wanted,
            Mechanism mechanism,
            List<Long> may,
            List<Long> mayNot) {
        requireFree(session, label);
        byte[] id = wanted == null ? freeId(session) : requireFreeId(session, label, wanted);
        Template template = secret(label, id).number(Cka.VALUE_LEN, 32);
        may.forEach(usage -> template.flag(usage, true));
        mayNot.forEach(usage -> template.flag(usage, false));
        long key = session.generateKey(mechanism, template);
        List<String> wrong = wrong(session.read(key, readBack()), label, id, may, mayNot);
        if (!wrong.isEmpty()) {
            session.destroy(key);
            throw notAsAsked(label, wrong);
        }
    }

    private static Template secret(String label, byte[] id) {
        return new Template()
                .flag(Cka.TOKEN, true)
                .flag(Cka.PRIVATE, true)
                .text(Cka.LABEL, label)
                .bytes(Cka.ID, id)
                .flag(Cka.SENSITIVE, true)
                .flag(Cka.EXTRACTABLE, false);
    }

    private static long[] readBack() {
        return new long[] {
            Cka.TOKEN, Cka.PRIVATE, Cka.LABEL, Cka.ID, Cka.SENSITIVE, Cka.ALWAYS_SENSITIVE, Cka.EXTRACTABLE,
            Cka.NEVER_EXTRACTABLE, Cka.LOCAL, Cka.SIGN, Cka.SIGN_RECOVER, Cka.VERIFY, Cka.ENCRYPT, Cka.DECRYPT,
            Cka.WRAP, Cka.UNWRAP, Cka.DERIVE
        };
    }

    private static List<String> wrong(Attributes made, String label, byte[] id, List<Long> may, List<Long> mayNot) {
        Map<String, Boolean> expectations = new java.util.LinkedHashMap<>();
        expectations.put("it is not kept on the token", made.flag(Cka.TOKEN, false));
        expectations.put("it is not private", made.flag(Cka.PRIVATE, false));
        expectations.put("its label is another", made.text(Cka.LABEL).equals(label));
        expectations.put("its CKA_ID is another", java.util.Arrays.equals(made.bytes(Cka.ID), id));
        expectations.put("it is not sensitive", made.flag(Cka.SENSITIVE, false));
        expectations.put("it was not always sensitive", made.flag(Cka.ALWAYS_SENSITIVE, false));
        expectations.put("it is extractable", !made.flag(Cka.EXTRACTABLE, true));
        expectations.put("it was not never extractable", made.flag(Cka.NEVER_EXTRACTABLE, false));
        expectations.put("it was not made in the token", made.flag(Cka.LOCAL, false));
        expectations.put("it may not do what it was made for", may.stream().allMatch(usage -> made.flag(usage, false)));
        expectations.put(
                "it may do more than it was made for", mayNot.stream().noneMatch(usage -> made.flag(usage, false)));
        List<String> wrong = new ArrayList<>();
        expectations.forEach((what, met) -> {
            if (!met) {
                wrong.add(what);
            }
        });
        return wrong;
    }

    private TokenException notAsAsked(String label, List<String> wrong) {
        return new TokenException(
                "The token made a key with other attributes than asked (" + String.join(", ", wrong)
                        + "), and it was destroyed",
                place.key(label),
                null,
                "Correct the device's policy so that it makes sensitive, unextractable keys of one purpose.",
                null);
    }

    /**
     * Puts the certificate beside the key.
     *
     * @param key the key as inspected just now
     */
    void storeCertificate(CryptokiSession session, TokenKey key, byte[] der) {
        Place at = place.key(key.info().label());
        X509Certificate certificate = parse(der, at);
        PublicKey publicKey = key.publicKey();
        if (publicKey == null || !publicKey.equals(certificate.getPublicKey())) {
            throw new TokenException(
                    publicKey == null
                            ? "The token does not show the key's public half, so that no certificate can be checked"
                            : "The certificate of " + certificate.getSubjectX500Principal()
                                    + " is for another public key",
                    at,
                    null,
                    publicKey == null
                            ? "Keep the public key object beside the private key."
                            : "Name the key this certificate was made for.",
                    null);
        }
        Template beside = new Template()
                .number(Cka.CLASS, Cko.CERTIFICATE)
                .flag(Cka.TOKEN, true)
                .bytes(Cka.ID, key.id());
        List<Long> older = session.find(beside);
        // The new one first: at no time does the key stand without a certificate.
        session.create(new Template()
                .number(Cka.CLASS, Cko.CERTIFICATE)
                .number(Cka.CERTIFICATE_TYPE, Cko.CKC_X_509)
                .flag(Cka.TOKEN, true)
                .flag(Cka.PRIVATE, false)
                .text(Cka.LABEL, key.info().label())
                .bytes(Cka.ID, key.id())
                .bytes(Cka.SUBJECT, certificate.getSubjectX500Principal().getEncoded())
                .bytes(Cka.ISSUER, certificate.getIssuerX500Principal().getEncoded())
                .bytes(Cka.SERIAL_NUMBER, serial(certificate))
                .bytes(Cka.VALUE, der));
        older.forEach(session::destroy);
    }

    private static X509Certificate parse(byte[] der, Place at) {
        try {
            if (der.length > MAX_CERTIFICATE) {
                throw new CertificateException(der.length + " bytes are more than " + MAX_CERTIFICATE);
            }
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (!java.util.Arrays.equals(certificate.getEncoded(), der)) {
                throw new CertificateException("something stands before or after it, or it is PEM");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new TokenException(
                    "The bytes are not one DER certificate: " + e.getMessage(),
                    at,
                    null,
                    "Give the certificate alone, in DER.",
                    e);
        }
    }

    /** CKA_SERIAL_NUMBER is a DER INTEGER. */
    private static byte[] serial(X509Certificate certificate) {
        return Der.integer(certificate.getSerialNumber());
    }

    private void requireFree(CryptokiSession session, String label) {
        if (label.isBlank() || label.length() > MAX_LABEL || !label.equals(label.strip())) {
            throw new IllegalArgumentException("\"" + label + "\" cannot be a key label. Use 1 to " + MAX_LABEL
                    + " characters without blanks at either end.");
        }
        if (!session.find(new Template().text(Cka.LABEL, label)).isEmpty()) {
            throw new TokenException(
                    "The token already holds something of this label",
                    place.key(label),
                    null,
                    "Choose another label; a key is never overwritten.",
                    null);
        }
    }

    private byte[] requireFreeId(CryptokiSession session, String label, byte[] id) {
        if (id.length == 0 || id.length > ID_LENGTH) {
            throw new IllegalArgumentException("A CKA_ID of " + id.length + " bytes cannot be given to key \"" + label
                    + "\". Use 1 to " + ID_LENGTH + " bytes.");
        }
        if (holdsId(session, id)) {
            throw new TokenException(
                    "The token already holds something of the CKA_ID "
                            + HexFormat.of().formatHex(id),
                    place.key(label),
                    null,
                    "Choose another CKA_ID; a key is never overwritten.",
                    null);
        }
        return id;
    }

    static boolean holdsId(CryptokiSession session, byte[] id) {
        return !session.find(new Template().bytes(Cka.ID, id)).isEmpty();
    }

    static boolean holdsLabel(CryptokiSession session, String label) {
        return !session.find(new Template().text(Cka.LABEL, label)).isEmpty();
    }

    /**
     * Destroys a key that has no certificate: its private, public or secret objects, found by their CKA_ID.
     *
     * @return how many objects were destroyed
     */
    int destroy(CryptokiSession session, byte[] id) {
        Template certificates =
                new Template().number(Cka.CLASS, Cko.CERTIFICATE).bytes(Cka.ID, id);
        if (id.length == 0 || !session.find(certificates).isEmpty()) {
            throw new TokenException(
                    "The key of the CKA_ID " + HexFormat.of().formatHex(id)
                            + " has a certificate, and is not destroyed",
                    place,
                    null,
                    "Only a key whose ceremony did not come to its end is destroyed here.",
                    null);
        }
        int destroyed = 0;
        for (long kind : new long[] {Cko.PRIVATE_KEY, Cko.PUBLIC_KEY, Cko.SECRET_KEY}) {
            for (long object :
                    session.find(new Template().number(Cka.CLASS, kind).bytes(Cka.ID, id))) {
                session.destroy(object);
                destroyed++;
            }
        }
        return destroyed;
    }

    byte[] freeId(CryptokiSession session) {
        byte[] id = new byte[ID_LENGTH];
        do {
            random.nextBytes(id);
        } while (!session.find(new Template().bytes(Cka.ID, id)).isEmpty());
        return id;
    }

    /** The key of this label, inspected now; null if there is none. */
    static @Nullable TokenKey find(CryptokiSession session, String label) {
        return KeyInspector.inspect(session).stream()
                .filter(key -> key.info().label().equals(label))
                .findFirst()
                .orElse(null);
    }
}
