package id.segel.api.doctor;

import id.segel.hsm.KeyInfo;
import id.segel.hsm.TokenPurpose;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether the token can do what its keys are for; one without keys, what keys of its purpose would need. */
final class MechanismsCheck implements TokenCheck {
    @Override
    public void look(OpenToken token, Findings findings) {
        Collection<String> there = token.mechanisms();
        Set<String> needed = new LinkedHashSet<>();
        List<KeyInfo> keys = token.token().keys();
        for (KeyInfo key : keys) {
            switch (key.kind()) {
                case SIGNING -> needed.add(key.algorithm().equals("RSA") ? "CKM_RSA_PKCS" : "CKM_ECDSA");
                case WRAPPING -> needed.add("CKM_AES_GCM");
                case MAC -> needed.add("CKM_SHA256_HMAC");
                case OTHER -> {
                    // Nobody uses it.
                }
            }
        }
        if (needed.isEmpty()) {
            needed.addAll(
                    token.configured().purpose() == TokenPurpose.DATA
                            ? List.of("CKM_AES_GCM", "CKM_SHA256_HMAC", "CKM_ECDSA")
                            : List.of("CKM_RSA_PKCS", "CKM_ECDSA"));
        }
        List<String> missing =
                needed.stream().filter(mechanism -> !there.contains(mechanism)).toList();
        if (missing.isEmpty()) {
            findings.ok(
                    Topic.TOKEN_MECHANISMS,
                    "The token has what its keys need, " + String.join(", ", needed) + ", among " + there.size()
                            + " mechanisms");
        } else {
            findings.error(
                    Topic.TOKEN_MECHANISMS,
                    "The token does not offer " + String.join(", ", missing),
                    "Enable it in the device's policy, or make keys of another kind by ceremony.");
        }
    }
}
