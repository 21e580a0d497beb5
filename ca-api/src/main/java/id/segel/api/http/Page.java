package id.segel.api.http;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keyset pages: {@code limit} and {@code after}. */
public final class Page {
    private static final int ORDINARY = 50;
    private static final int MOST = 100;

    private Page() {}

    /**
     * How many are wanted.
     *
     * @throws RefusedException INVALID when it is no number from 1 to 100
     */
    public static int limit(@Nullable String text) {
        if (text == null) {
            return ORDINARY;
        }
        if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST) {
            throw RefusedException.because(
                    Problem.INVALID,
                    List.of(new Fault(
                            "/limit",
                            "query.limit",
                            new Sentence("Pilih 1 sampai " + MOST + ".", "Choose 1 to " + MOST + "."))));
        }
        return Integer.parseInt(text);
    }
}
