package id.segel.api.doctor;

import id.segel.api.config.TokenSettings;
import id.segel.hsm.KeyInfo;
import id.segel.hsm.ModuleInfo;
import id.segel.hsm.SlotInfo;
import id.segel.hsm.Token;
import id.segel.hsm.TokenException;
import id.segel.hsm.TokenPurpose;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at one token: library, slot, mechanisms, and each key with its attributes. */
final class TokenCheck {
    private static final List<String> NEEDED = List.of("CKM_RSA_PKCS", "CKM_ECDSA", "CKM_AES_GCM");

    private final Findings findings;

    TokenCheck(Findings findings) {
        this.findings = findings;
    }

    void examine(TokenPurpose purpose, TokenSettings settings) {
        String name = "token " + purpose.name().toLowerCase(Locale.ROOT);
        try {
            ModuleInfo module = Token.module(settings.module());
            findings.ok(name + ": library " + module.module() + ", " + module.description() + " " + module.version()
                    + ", PKCS#11 " + module.cryptokiVersion());
            Optional<SlotInfo> slot = module.slots().stream()
                    .filter(candidate -> candidate.label().equals(settings.label()))
                    .findFirst();
            if (slot.isEmpty()) {
                findings.mend(
                        name + ": no slot holds a token \"" + settings.label() + "\"",
                        "Tokens there: "
                                + module.slots().stream()
                                        .map(SlotInfo::label)
                                        .filter(label -> !label.isEmpty())
                                        .toList()
                                + ". Name one of them, or make the token. With SoftHSM2, check SOFTHSM2_CONF.");
                return;
            }
            mechanisms(name, module, slot.get());
            keys(name, purpose, settings);
        } catch (TokenException | IllegalArgumentException e) {
            findings.mend(name + ": " + e.getMessage(), "Mend it and ask the doctor again.");
        }
    }

    private void mechanisms(String name, ModuleInfo module, SlotInfo slot) {
        List<String> there = module.mechanisms().getOrDefault(slot.id(), List.of());
        List<String> missing =
                NEEDED.stream().filter(mechanism -> !there.contains(mechanism)).toList();
        findings.ok(name + ": \"" + slot.label() + "\" in slot " + slot.id() + ", serial " + slot.serialNumber() + ", "
                + there.size() + " mechanisms");
        if (!missing.isEmpty()) {
            findings.note(name + " does not offer " + missing + "; keys that need them cannot live there");
        }
    }

    private void keys(String name, TokenPurpose purpose, TokenSettings settings) {
        try (Token token = Token.open(settings.forAdapter(purpose), new SimpleMeterRegistry())) {
            for (KeyInfo key : token.keys()) {
                String line = name + ": key \"" + key.label() + "\" " + key.algorithm()
                        + (key.size() > 0 ? " " + key.size() : "") + ", " + key.kind() + ", " + attributes(key);
                if (key.usable()) {
                    findings.ok(line);
                } else {
                    findings.mend(line + ": " + key.refusal(), String.valueOf(key.remedy()));
                }
            }
            findings.ok(name + ": every expected key answered its challenge " + settings.expectedKeys());
        }
    }

    private static String attributes(KeyInfo key) {
        return (key.sensitive() ? "sensitive" : "NOT sensitive")
                + (key.alwaysSensitive() ? ", always sensitive" : ", not always sensitive")
                + (key.extractable() ? ", EXTRACTABLE" : ", not extractable")
                + (key.neverExtractable() ? ", never extractable" : "")
                + (key.local() ? ", local" : ", imported")
                + (key.certificate() ? ", with certificate" : "");
    }
}
