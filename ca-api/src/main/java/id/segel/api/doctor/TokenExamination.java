package id.segel.api.doctor;

import id.segel.hsm.Token;
import id.segel.hsm.TokenException;
import id.segel.hsm.TokenHealth;
import java.security.SecureRandom;
import java.util.List;

/** All looks at one open token, one after the other. */
final class TokenExamination {
    private final List<TokenCheck> checks;

    TokenExamination(SecureRandom random) {
        this.checks =
                List.of(new KeysCheck(), new MechanismsCheck(), new SignaturesCheck(random), new DataKeysCheck(random));
    }

    /**
     * Looks. A token that does not answer is a finding.
     *
     * @param findings opened at the token's part
     */
    void look(OpenToken token, Findings findings) {
        for (TokenCheck check : checks) {
            if (token.deadline().over(findings, "The token")) {
                return;
            }
            try {
                check.look(token, findings);
            } catch (TokenException e) {
                findings.failed(Topic.TOKEN_OPEN, "", e);
                return;
            }
        }
    }

    /** What is known of a token without asking it. */
    static void health(Token token, Findings findings) {
        TokenHealth health = token.health();
        switch (health.status()) {
            case UP ->
                findings.ok(
                        Topic.TOKEN_HEALTH,
                        "The server works with it, generation " + health.generation() + " of its sessions and keys");
            case DEGRADED ->
                findings.warn(Topic.TOKEN_HEALTH, health.detail(), "Mend what it says; the server goes on by itself.");
            case DOWN ->
                findings.error(
                        Topic.TOKEN_HEALTH, health.detail(), "Mend what it says; the server tries again by itself.");
            case RESTART_NEEDED ->
                findings.error(Topic.TOKEN_HEALTH, health.detail(), "Restart the server when the device is well.");
        }
    }
}
