package id.segel.api.doctor;

import id.segel.hsm.Token;
import java.util.List;

/**
 * A token to look into.
 *
 * @param places operations the doctor may have at it at once
 * @param why why there are not more places, as the end of a sentence
 * @param mechanisms what its slot offers, empty if that is not known
 */
record OpenToken(
        ConfiguredToken configured, Token token, int places, String why, List<String> mechanisms, Deadline deadline) {
    OpenToken {
        mechanisms = List.copyOf(mechanisms);
    }
}
