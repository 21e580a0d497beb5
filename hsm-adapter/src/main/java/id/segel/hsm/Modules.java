package id.segel.hsm;

import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.CryptokiException;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.ModuleDescription;
import id.segel.hsm.cryptoki.ModuleUnusableException;
import id.segel.hsm.cryptoki.TokenDescription;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is asked of a library rather than of one open token. */
final class Modules {
    private Modules() {}

    static Cryptoki load(Place place) {
        try {
            return Cryptoki.load(place.module());
        } catch (ModuleUnusableException | CryptokiException e) {
            throw Failures.token("The PKCS#11 library cannot be used", place, e);
        }
    }

    /** The token directory, held for this process, if the library is SoftHSM2; otherwise null. */
    static @Nullable SoftHsmDirectory hold(Cryptoki cryptoki, Place place) {
        return isSoftHsm(cryptoki.describe()) ? SoftHsmDirectory.hold(place, System.getenv()) : null;
    }

    private static boolean isSoftHsm(ModuleDescription description) {
        return description.description().contains("SoftHSM")
                || description.manufacturer().contains("SoftHSM");
    }

    static ModuleInfo describe(Path module) {
        Place place = new Place(module, null, "-", null);
        Cryptoki cryptoki = load(place);
        try {
            ModuleDescription description = cryptoki.describe();
            List<TokenDescription> tokens = cryptoki.tokens();
            Map<Long, List<String>> mechanisms = new TreeMap<>();
            tokens.forEach(token -> mechanisms.put(token.slot(), cryptoki.mechanisms(token.slot())));
            return new ModuleInfo(
                    module,
                    description.description(),
                    description.manufacturer(),
                    description.version(),
                    description.cryptokiVersion(),
                    tokens.stream().map(Modules::slot).toList(),
                    mechanisms);
        } catch (CryptokiException e) {
            throw Failures.token("The library does not tell what it holds", place, e);
        }
    }

    private static SlotInfo slot(TokenDescription token) {
        return new SlotInfo(
                token.slot(),
                token.label(),
                token.serialNumber(),
                token.model(),
                token.initialised(),
                token.flags().contains("CKF_USER_PIN_INITIALIZED"),
                token.freePublicMemory(),
                token.freePrivateMemory(),
                token.maxSessions(),
                token.sessions(),
                token.flags());
    }

    static boolean exists(Path module, String label) {
        Place place = new Place(module, null, label, null);
        try {
            return carries(load(place), label);
        } catch (CryptokiException e) {
            throw Failures.token("The library does not tell which tokens it holds", place, e);
        }
    }

    private static boolean carries(Cryptoki cryptoki, String label) {
        return cryptoki.tokens().stream()
                .anyMatch(token -> token.initialised() && token.label().equals(label));
    }

    static void initialise(Path module, String label, Pin soPin, Pin userPin) {
        TokenConfiguration.requireLabel(label);
        Place place = new Place(module, null, label, null);
        Cryptoki cryptoki = load(place);
        try (SoftHsmDirectory directory = hold(cryptoki, place)) {
            if (directory != null) {
                directory.requireSpaceForLogin();
            }
            // Two at once could choose the same free slot, and the second would wipe what the first has made.
            synchronized (cryptoki) {
                initialise(cryptoki, place, soPin.utf8(), userPin.utf8());
            }
        } catch (CryptokiException e) {
            throw Failures.token("The token could not be initialised", place, e);
        }
    }

    private static void initialise(Cryptoki cryptoki, Place place, byte[] soPin, byte[] userPin) {
        try {
            if (carries(cryptoki, place.token())) {
                throw new TokenException(
                        "A token of this label exists",
                        place,
                        null,
                        "Choose another label; initialising would destroy its keys.",
                        null);
            }
            TokenDescription free = cryptoki.tokens().stream()
                    .filter(token -> !token.initialised())
                    .findFirst()
                    .orElseThrow(() -> new TokenException(
                            "No slot has a token that is not initialised yet",
                            place,
                            null,
                            "Make a new partition or slot with the device's own program.",
                            null));
            cryptoki.initialiseToken(free.slot(), soPin, place.token());
            try (CryptokiSession session = cryptoki.openSession(free.slot())) {
                session.initialiseUserPin(soPin, userPin);
            }
        } finally {
            Arrays.fill(soPin, (byte) 0);
            Arrays.fill(userPin, (byte) 0);
        }
    }
}
