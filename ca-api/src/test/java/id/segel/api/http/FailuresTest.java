package id.segel.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.hsm.BadCiphertextException;
import id.segel.hsm.Place;
import id.segel.hsm.TokenBusyException;
import id.segel.hsm.TokenException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which failure of a token is whose. */
class FailuresTest {
    private static final Place PLACE = new Place(Path.of("/module.so"), 1L, "data", "wrapping-1");

    @Test
    void aTokenAtItsLimitIsOverloadAndSaysWhenToComeBack() {
        RefusedException refusal = Failures.refusal(
                new IllegalStateException(new TokenBusyException("No place came free", PLACE, null, "Wait.", null)));

        assertThat(refusal.problem()).isEqualTo(Problem.OVERLOADED);
        assertThat(refusal.retryAfter()).isPositive();
    }

    @Test
    void aTokenThatFailsIsAwayAndSaysWhenToComeBack() {
        RefusedException refusal =
                Failures.refusal(new TokenException("It failed", PLACE, "CKR_DEVICE_REMOVED", "Plug it in.", null));

        assertThat(refusal.problem()).isEqualTo(Problem.TOKEN_AWAY);
        assertThat(refusal.retryAfter()).isPositive();
    }

    @Test
    void whatDoesNotUnwrapIsNoTokenThatIsAway() {
        RefusedException refusal = Failures.refusal(new IllegalStateException(
                "a letter's key does not unwrap",
                new BadCiphertextException("It does not unwrap", PLACE, "CKR_GENERAL_ERROR", "Restore it.", null)));

        assertThat(refusal.problem()).isEqualTo(Problem.OUR_FAULT);
    }
}
