package id.segel.hsm;

import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.CryptokiException;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.ModuleDescription;
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

    /** Something asked of a library by a thread that is inside. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Library library);
    }

    private static <T> T inside(Path module, String parameters, Place place, String what, Question<T> question) {
        Library library = Library.at(module, parameters, place);
        library.enter();
        try {
            library.initialise();
            return question.ask(library);
        } catch (CryptokiException e) {
            throw Failures.token(what, place, e);
        } finally {
            library.leave();
        }
    }

    static ModuleInfo describe(Path module, String parameters) {
        Place place = new Place(module, null, "-", null);
        return inside(module, parameters, place, "The library does not tell what it holds", library -> {
            Cryptoki cryptoki = library.cryptoki();
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
        });
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
                token.manufacturer(),
                token.hardwareVersion(),
                token.firmwareVersion(),
                token.flags());
    }

    static boolean exists(Path module, String parameters, String label) {
        Place place = new Place(module, null, label, null);
        return inside(
                module,
                parameters,
                place,
                "The library does not tell which tokens it holds",
                library -> carries(library.cryptoki(), place));
    }

    /** A token that does not tell its label could be the one asked for: then there is no answer. */
    private static boolean carries(Cryptoki cryptoki, Place place) {
        Cryptoki.Slots slots = cryptoki.slotsWithToken();
        boolean found = slots.tokens().stream()
                .anyMatch(token -> token.initialised() && token.label().equals(place.token()));
        slots.silent().forEach((slot, ckr) -> {
            if (!found && !ckr.equals("CKR_TOKEN_NOT_PRESENT")) {
                throw new TokenException(
                        "The token in a slot does not tell its label", place.slot(slot), ckr, Ckr.remedy(ckr), null);
            }
        });
        return found;
    }

    static void initialise(Path module, String parameters, String label, Pin soPin, Pin userPin) {
        TokenConfiguration.requireLabel(label);
        Place place = new Place(module, null, label, null);
        inside(module, parameters, place, "The token could not be initialised", library -> {
            try (SoftHsmDirectory directory = hold(library, place)) {
                if (directory != null) {
                    directory.requireSpaceForLogin();
                }
                // Two at once could choose the same free slot, and the second would wipe what the first has made.
                synchronized (library) {
                    initialise(library.cryptoki(), place, soPin.utf8(), userPin.utf8());
                    if (library.isSoftHsm()) {
                        library.tokenMade();
                    }
                }
                return true;
            }
        });
    }

    /** The token directory, held for this process, if the library is SoftHSM2; otherwise null. */
    static @Nullable SoftHsmDirectory hold(Library library, Place place) {
        return library.isSoftHsm() ? SoftHsmDirectory.hold(place, System.getenv()) : null;
    }

    private static void initialise(Cryptoki cryptoki, Place place, byte[] soPin, byte[] userPin) {
        try {
            if (carries(cryptoki, place)) {
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
