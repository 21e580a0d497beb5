package id.segel.api.doctor;

import id.segel.api.config.ServiceConfiguration;
import id.segel.hsm.PinRefusedException;
import id.segel.hsm.Token;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Opens each token in this process, because no server has them open, and looks into it. */
record TokensHere(ServiceConfiguration configuration, StoreCheck store, SecureRandom random) implements Check {
    /** For each token; a device may be slow, but somebody waits. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public void look(Findings findings) {
        List<ConfiguredToken> tokens = ConfiguredToken.of(configuration);
        // Before any library is loaded, because SoftHSM2's writes where it looks.
        boolean asked = tokens.stream().anyMatch(token -> SoftHsmFile.is(token.module()));
        boolean allowed = !asked || store.look(findings);
        for (ConfiguredToken token : tokens) {
            Findings here = findings.in(token.part());
            if (!allowed && SoftHsmFile.is(token.module())) {
                here.warn(
                        Topic.TOKEN_OPEN,
                        "The token was not opened, for the reason given with the token store",
                        "Mend the token store and ask again.");
                continue;
            }
            Optional<LibraryCheck.Located> there = LibraryCheck.look(token, findings);
            if (there.isPresent()) {
                open(token, there.get(), here);
            }
        }
    }

    private void open(ConfiguredToken token, LibraryCheck.Located place, Findings here) {
        if (!place.pinMayBeTried()) {
            return;
        }
        TokenConfiguration opening;
        try {
            opening = token.opening(configuration);
        } catch (IllegalArgumentException e) {
            here.error(Topic.TOKEN_PIN, "The token was not opened: " + e.getMessage(), "Mend it and ask again.");
            return;
        }
        try (Token open = Token.open(opening, new SimpleMeterRegistry())) {
            here.ok(Topic.TOKEN_PIN, "The token takes the PIN");
            new TokenExamination(random)
                    .look(
                            new OpenToken(
                                    token,
                                    open,
                                    token.permits(),
                                    "permits are " + token.permits(),
                                    place.mechanisms(),
                                    Deadline.in(LIMIT)),
                            here);
        } catch (PinRefusedException e) {
            here.failed(Topic.TOKEN_PIN, "", e);
        } catch (TokenException e) {
            here.failed(Topic.TOKEN_OPEN, "", e);
        }
    }
}
