package id.segel.api.server;

import id.segel.api.config.DataKeyLabels;
import id.segel.ca.keyring.WrappingKeys;
import id.segel.ca.person.IndexKeys;
import id.segel.hsm.SigningKey;
import id.segel.hsm.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The data token's keys, as the configuration names them.
 *
 * @param enrolment signs enrolment files; asked for when it is needed, because the token may be away at the start
 */
record DataTokenKeys(WrappingKeys wrapping, IndexKeys index, Supplier<SigningKey> enrolment) {
    /**
     * @throws id.segel.hsm.TokenException when the token answers and lacks one of them
     */
    static DataTokenKeys of(Token token, DataKeyLabels labels) {
        Enrolment enrolment = new Enrolment(token, labels.enrolment());
        String nextWrapping = labels.nextWrapping();
        String nextBlindIndex = labels.nextBlindIndex();
        List<String> otherIndexes = new ArrayList<>(labels.formerBlindIndex());
        if (nextBlindIndex != null) {
            otherIndexes.add(nextBlindIndex);
        }
        return new DataTokenKeys(
                new WrappingKeys(
                        token.wrappingKey(labels.wrapping()),
                        labels.formerWrapping().stream().map(token::wrappingKey).toList(),
                        nextWrapping == null ? null : token.wrappingKey(nextWrapping)),
                new IndexKeys(
                        token.macKey(labels.blindIndex()),
                        otherIndexes.stream().map(token::macKey).toList()),
                enrolment);
    }

    /** Found once; a token that is away is asked again the next time. */
    private static final class Enrolment implements Supplier<SigningKey> {
        private final Token token;
        private final String label;
        private volatile @Nullable SigningKey found;

        Enrolment(Token token, String label) {
            this.token = token;
            this.label = label;
        }

        @Override
        public SigningKey get() {
            SigningKey known = found;
            if (known == null) {
                known = token.signingKey(label);
                found = known;
            }
            return known;
        }
    }
}
