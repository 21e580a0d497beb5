package id.segel.hsm;

import id.segel.hsm.Generation.SigningEntry;
import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.TokenDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;

/** Makes a generation: slot by label, login, keys judged, provider configured, key store loaded, keys matched. */
final class GenerationBuilder {
    private final TokenConfiguration configuration;
    private final Library library;
    private final Login login;
    private final Place place;

    GenerationBuilder(TokenConfiguration configuration, Library library, Login login, Place place) {
        this.configuration = configuration;
        this.library = library;
        this.login = login;
        this.place = place;
    }

    /** The library has lost the token, and only initialising it anew brings it back. */
    static final class LibraryLostException extends TokenException {
        private static final long serialVersionUID = 1L;

        LibraryLostException(TokenException cause) {
            super(cause.what(), cause.place(), cause.ckr(), cause.remedy(), cause);
        }
    }

    /**
     * @param lately whether this token worked since the library was last initialised
     * @throws LibraryLostException if only initialising the library anew can help, and it may
     * @throws TokenException if any step fails
     */
    Generation build(long number, boolean lately) {
        try {
            long epoch = library.epoch();
            library.initialise();
            TokenDescription token = token(lately);
            requireSessions(token);
            List<TokenKey> keys;
            try (CryptokiSession session = login.session(token.slot())) {
                keys = KeyInspector.inspect(session);
            }
            requireDistinctSecretKeys(keys, token.slot());
            Provider provider = provider(number, token.slot());
            return match(number, epoch, token.slot(), provider, load(provider), keys);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            TokenException failure = Failures.token("The token could not be made ready", place, e);
            if ("CKR_CRYPTOKI_NOT_INITIALIZED".equals(failure.ckr())) {
                throw new LibraryLostException(failure);
            }
            throw failure;
        }
    }

    /**
     * Slot ids change when SoftHSM2 restarts and slot order changes with every new token: only the label is sure, and the
     * serial number where two carry the same.
     */
    private TokenDescription token(boolean lately) {
        Cryptoki.Slots slots = library.cryptoki().slotsWithToken();
        List<TokenDescription> labelled = slots.tokens().stream()
                .filter(TokenDescription::initialised)
                .filter(token -> token.label().equals(configuration.label()))
                .toList();
        String serial = configuration.serialNumber();
        List<TokenDescription> found = labelled.stream()
                .filter(token -> serial == null || token.serialNumber().equals(serial))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (!found.isEmpty()) {
            throw new TokenException(
                    found.size() + " tokens carry this label",
                    place,
                    null,
                    "Give each token its own label, or name the serial number; they are "
                            + found.stream()
                                    .map(TokenDescription::serialNumber)
                                    .collect(Collectors.joining("\", \"", "\"", "\".")),
                    null);
        }
        TokenException missing = missing(slots, labelled);
        if (library.wouldGainByReinitialising(lately && !slots.silent().isEmpty())) {
            throw new LibraryLostException(missing);
        }
        throw missing;
    }

    private TokenException missing(Cryptoki.Slots slots, List<TokenDescription> labelled) {
        if (!labelled.isEmpty()) {
            return new TokenException(
                    "The token of this label has the serial number \""
                            + labelled.get(0).serialNumber() + "\", not \"" + configuration.serialNumber() + "\"",
                    place,
                    null,
                    "Correct the serial number in the configuration.",
                    null);
        }
        String ckr = slots.silent().values().stream().findFirst().orElse(null);
        return new TokenException(
                ckr == null
                        ? "No token carries this label"
                        : "No token carries this label, and in slot "
                                + slots.silent().keySet().iterator().next() + " one does not tell of itself",
                place,
                ckr,
                ckr == null
                        ? "Correct the label in the configuration, initialise the token, or, for SoftHSM2, point "
                                + "SOFTHSM2_CONF at the directory that holds it."
                        : Ckr.remedy("CKR_TOKEN_NOT_RECOGNIZED"),
                null);
    }

    private void requireSessions(TokenDescription token) {
        // One stays open for the login and one serves inspection and ceremonies.
        if (token.maxSessions() > 0 && configuration.permits() > token.maxSessions() - 2) {
            throw new TokenException(
                    "permits is " + configuration.permits() + ", but the token allows " + token.maxSessions()
                            + " sessions, two of which are needed beside the operations",
                    place.slot(token.slot()),
                    null,
                    "Set permits to at most " + Math.max(1, token.maxSessions() - 2) + ".",
                    null);
        }
    }

    /** SunPKCS11 refuses to load anything at all from a token where two secret keys share a label. */
    private void requireDistinctSecretKeys(List<TokenKey> keys, long slot) {
        Map<String, Long> labels = keys.stream()
                .map(TokenKey::info)
                .filter(key -> key.algorithm().equals("AES") || key.algorithm().equals("GENERIC_SECRET"))
                .collect(Collectors.groupingBy(KeyInfo::label, Collectors.counting()));
        labels.forEach((label, count) -> {
            if (count > 1) {
                throw new TokenException(
                        count + " secret keys carry the label \"" + label + "\"",
                        place.slot(slot).key(label),
                        null,
                        "Give each its own label, or destroy the one left over.",
                        null);
            }
        });
    }

    private Provider provider(long number, long slot) {
        Provider unconfigured = Security.getProvider("SunPKCS11");
        if (unconfigured == null) {
            throw new TokenException(
                    "This Java runtime has no SunPKCS11",
                    place.slot(slot),
                    null,
                    "Run on a JDK with the module jdk.crypto.cryptoki.",
                    null);
        }
        if (slot > Integer.MAX_VALUE) {
            throw new TokenException(
                    "SunPKCS11 cannot address slot " + slot,
                    place.slot(slot),
                    null,
                    "Give the device a slot id below 2^31.",
                    null);
        }
        return unconfigured.configure(String.join(
                "\n",
                "--name = Segel_" + configuration.purpose() + "_" + number,
                "library = \"" + requirePlain(configuration.module()) + "\"",
                "slot = " + slot,
                "showInfo = false",
                ""));
    }

    /** The configuration format expands ${…} and knows quotes; a path with either would name another file. */
    private String requirePlain(Path module) {
        String path = module.toString();
        if (path.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\' || c == '$')) {
            throw new TokenException(
                    "The path of the library holds a quote, a backslash, a dollar sign or a control character",
                    place,
                    null,
                    "Install the library under a plainer path.",
                    null);
        }
        return path;
    }

    private KeyStore load(Provider provider) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS11", provider);
        char[] secret = configuration.pin().chars();
        try {
            // The native login came first, so this one finds the user logged in; the PIN is for the case it does not.
            store.load(null, secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
        return store;
    }

    private static Generation match(
            long number, long epoch, long slot, Provider provider, KeyStore store, List<TokenKey> keys)
            throws GeneralSecurityException {
        // SunPKCS11 names a private key after a certificate, in a way of its own when names collide, and picks one of
        // several certificates: match by the public key.
        Map<String, TokenKey> byPublicKey = new HashMap<>();
        Map<String, TokenKey> secrets = new HashMap<>();
        for (TokenKey key : keys) {
            X509Certificate certificate = key.certificate();
            if (key.info().usable() && certificate != null) {
                byPublicKey.put(encoded(certificate), key);
            } else if (key.info().usable()) {
                secrets.put(key.info().label(), key);
            }
        }
        Map<String, SigningEntry> signing = new HashMap<>();
        Map<String, SecretKey> wrapping = new HashMap<>();
        Map<String, SecretKey> mac = new HashMap<>();
        for (String alias : Collections.list(store.aliases())) {
            if (!store.isKeyEntry(alias)) {
                continue;
            }
            Certificate certificate = store.getCertificate(alias);
            TokenKey found = certificate == null ? secrets.get(alias) : byPublicKey.get(encoded(certificate));
            if (found == null) {
                // A key that is refused is not asked for: where two share a CKA_ID, the key store throws.
                continue;
            }
            Key key = store.getKey(alias, null);
            if (key instanceof PrivateKey privateKey) {
                signing.put(found.info().label(), entry(found, privateKey));
            } else if (key instanceof SecretKey secretKey) {
                (found.info().kind() == KeyInfo.Kind.WRAPPING ? wrapping : mac).put(alias, secretKey);
            }
        }
        return new Generation(
                number,
                epoch,
                slot,
                provider,
                signing,
                wrapping,
                mac,
                keys.stream().map(TokenKey::info).toList());
    }

    private static SigningEntry entry(TokenKey key, PrivateKey privateKey) throws GeneralSecurityException {
        X509Certificate certificate = key.certificate();
        if (certificate == null) {
            throw new ProviderException("a usable signing key without certificate");
        }
        return new SigningEntry(
                key.info().label(),
                privateKey,
                certificate.getPublicKey(),
                certificate.getEncoded(),
                new AtomicBoolean());
    }

    private static String encoded(Certificate certificate) {
        return HexFormat.of().formatHex(certificate.getPublicKey().getEncoded());
    }
}
