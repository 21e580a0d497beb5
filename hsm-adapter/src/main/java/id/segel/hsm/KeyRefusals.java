package id.segel.hsm;

import java.util.Locale;
import java.util.stream.Collectors;

/** Says why a key cannot be had, and what to do. */
final class KeyRefusals {
    private KeyRefusals() {}

    /** The reason why the generation offers no key of this label for this use. */
    static TokenException explain(Generation generation, String label, KeyInfo.Kind wanted, Place at) {
        KeyInfo info = generation.info(label);
        if (info == null) {
            String known = generation.keys().stream()
                    .map(KeyInfo::label)
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .sorted()
                    .limit(20)
                    .collect(Collectors.joining("\", \"", "\"", "\""));
            return refused(
                    "The token holds no key of this label",
                    at,
                    generation.keys().isEmpty()
                            ? "The token is empty: make the key by ceremony."
                            : "Correct the label or make the key by ceremony; the token holds " + known + ".");
        }
        String refusal = info.refusal();
        if (refusal != null) {
            String remedy = info.remedy();
            return refused("The key is refused: " + refusal, at, remedy == null ? "Make a new key." : remedy);
        }
        if (info.kind() != wanted) {
            return refused(
                    "The key is a " + name(info.kind()) + " key, not a " + name(wanted) + " key",
                    at,
                    "Correct the label.");
        }
        return refused(
                "SunPKCS11 does not show the key under its certificate",
                at,
                "Remove every certificate with the key's CKA_ID but the one that belongs to it.");
    }

    private static TokenException refused(String what, Place at, String remedy) {
        return new TokenException(what, at, null, remedy, null);
    }

    private static String name(KeyInfo.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
