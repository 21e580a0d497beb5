package id.segel.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeadersTest {
    @Test
    void theReaderIsIndonesianUnlessEnglishIsPreferred() {
        assertThat(Reader.language((String) null).getLanguage()).isEqualTo("id");
        assertThat(Reader.language("en").getLanguage()).isEqualTo("en");
        assertThat(Reader.language("fr, en-US;q=0.8, id;q=0.3").getLanguage()).isEqualTo("en");
        assertThat(Reader.language("id-ID, en;q=0.9").getLanguage()).isEqualTo("id");
        assertThat(Reader.language("en;q=0, fr").getLanguage()).isEqualTo("id");
        assertThat(Reader.language("§§§;;;q=").getLanguage()).isEqualTo("id");
        assertThat(Reader.language("en," + "x".repeat(1_000)).getLanguage()).isEqualTo("id");
    }

    @Test
    void onlySaneRequestIdsAreKept() {
        SecureRandom random = new SecureRandom();
        assertThat(RequestId.choose("trace-0123456789", random)).isEqualTo("trace-0123456789");
        assertThat(RequestId.choose("short", random)).hasSize(24);
        assertThat(RequestId.choose("x".repeat(65), random)).hasSize(24);
        assertThat(RequestId.choose("abcdefgh\ninjected", random)).hasSize(24);
        assertThat(RequestId.choose(null, random)).isNotEqualTo(RequestId.choose(null, random));
    }

    @Test
    void aVersionIsOneStrongTag() {
        assertThat(Version.required("\"7\"")).isEqualTo(7);
        assertThat(Version.optional(null)).isNull();
        assertThatThrownBy(() -> Version.required(null))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(Problem.VERSION_REQUIRED));
        assertThatThrownBy(() -> Version.optional("W/\"7\""))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(Problem.MALFORMED));
    }

    @Test
    void aLimitGivesSoManyAMinuteToEachKeyAndSaysHowLongToWait() {
        AtomicLong now = new AtomicLong();
        RateLimit limit = new RateLimit(3, now::get);
        for (int i = 0; i < 3; i++) {
            limit.take("a");
        }
        assertThatThrownBy(() -> limit.take("a"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(20)));
        limit.take("b");
        now.addAndGet(Duration.ofSeconds(20).toNanos());
        limit.take("a");
        assertThatThrownBy(() -> limit.take("a")).isInstanceOf(RefusedException.class);
    }
}
