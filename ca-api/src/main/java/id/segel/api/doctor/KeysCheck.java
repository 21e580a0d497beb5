package id.segel.api.doctor;

import id.segel.hsm.KeyInfo;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Every key's attributes, and whether the expected ones are there. */
final class KeysCheck implements TokenCheck {
    @Override
    public void look(OpenToken token, Findings findings) {
        List<KeyInfo> keys = token.token().keys();
        keys.forEach(key -> judge(key, token.configured().expected().containsKey(key.label()), findings));
        token.configured().expected().forEach((label, kind) -> expected(label, kind, keys, findings));
    }

    private static void judge(KeyInfo key, boolean expected, Findings findings) {
        String line = "Key \"" + key.label() + "\", " + key.algorithm() + (key.size() > 0 ? " " + key.size() : "");
        String refusal = key.refusal();
        if (refusal != null) {
            refused(key, line + ": " + refusal, expected, findings);
        } else if (!key.local() || !key.alwaysSensitive() || !key.neverExtractable()) {
            findings.warn(
                    Topic.KEY_ORIGIN,
                    line + ": " + (key.local() ? "it was not always as safe as it is" : "it was not born in the token")
                            + ", so that a copy may be elsewhere",
                    "Make a new key by ceremony when its time comes; look up in the transcript where this one is from.");
        } else {
            findings.ok(
                    Topic.KEY,
                    line + ", to " + use(key) + " only: sensitive, never extractable, local"
                            + (key.certificate() ? ", its certificate beside it" : ""));
        }
    }

    private static void refused(KeyInfo key, String line, boolean expected, Findings findings) {
        String remedy = key.remedy() == null ? "Make a new key by ceremony." : key.remedy();
        Topic topic = topic(key);
        // What nobody uses may be a key whose certificate is still to come; what can leave the token or lies about
        // itself
        // may not stay.
        boolean grave = expected
                || topic == Topic.KEY_EXTRACTABLE
                || topic == Topic.KEY_SENSITIVE
                || topic == Topic.KEY_PURPOSE
                || line.contains("for another public key");
        if (grave) {
            findings.error(topic, line, remedy);
        } else {
            findings.warn(topic, line, remedy);
        }
    }

    private static Topic topic(KeyInfo key) {
        if (key.label().isEmpty()) {
            return Topic.KEY_REFUSED;
        }
        if (key.extractable()) {
            return Topic.KEY_EXTRACTABLE;
        }
        if (!key.sensitive()) {
            return Topic.KEY_SENSITIVE;
        }
        if (String.valueOf(key.refusal()).contains("more than one purpose")) {
            return Topic.KEY_PURPOSE;
        }
        return key.kind() == KeyInfo.Kind.SIGNING && !key.certificate() ? Topic.KEY_CERTIFICATE : Topic.KEY_REFUSED;
    }

    private static String use(KeyInfo key) {
        return switch (key.kind()) {
            case SIGNING -> "sign";
            case WRAPPING -> "wrap";
            case MAC -> "authenticate";
            case OTHER -> String.join(", ", key.usages());
        };
    }

    private static void expected(String label, KeyInfo.Kind kind, List<KeyInfo> keys, Findings findings) {
        List<KeyInfo> found =
                keys.stream().filter(key -> key.label().equals(label)).toList();
        if (found.isEmpty()) {
            findings.error(
                    Topic.KEY_THERE,
                    "The key \"" + label + "\" that the configuration names is not on the token",
                    "Make it by ceremony, or mend the label; there are "
                            + keys.stream()
                                    .map(KeyInfo::label)
                                    .limit(20)
                                    .sorted()
                                    .collect(Collectors.toList()) + ".");
        } else if (found.stream().allMatch(key -> key.usable() && key.kind() != kind)) {
            findings.error(
                    Topic.KEY_THERE,
                    "The key \"" + label + "\" is a "
                            + found.get(0).kind().name().toLowerCase(Locale.ROOT) + " key, not a "
                            + kind.name().toLowerCase(Locale.ROOT) + " key",
                    "Mend the label in the configuration.");
        }
    }
}
