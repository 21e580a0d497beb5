package id.segel.api.doctor;

import id.segel.api.config.DataKeyLabels;
import id.segel.api.config.ServiceConfiguration;
import id.segel.api.config.TokenSettings;
import id.segel.hsm.KeyInfo;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenPurpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One token as the configuration names it, without its PIN.
 *
 * @param part what its findings are under, such as {@code token ca}
 * @param index 0 for the first of the tokens that hold the same keys
 * @param module the library
 * @param parameters what the library is given
 * @param label the token's label
 * @param serialNumber where several carry the label
 * @param permits operations at once
 * @param pinFile where its PIN is, null for a variable
 * @param expected labels of keys that must be there, and what each is for
 */
record ConfiguredToken(
        TokenPurpose purpose,
        String part,
        int index,
        Path module,
        String parameters,
        String label,
        @Nullable String serialNumber,
        int permits,
        @Nullable Path pinFile,
        Map<String, KeyInfo.Kind> expected) {
    ConfiguredToken {
        expected = Map.copyOf(expected);
    }

    /** Every token this node is given, in the order of their purposes. */
    static List<ConfiguredToken> of(ServiceConfiguration configuration) {
        List<ConfiguredToken> tokens = new ArrayList<>();
        configuration.tokens().byPurpose().forEach((purpose, settings) -> {
            Map<String, KeyInfo.Kind> expected = expected(purpose, settings, configuration.dataKeys());
            tokens.add(new ConfiguredToken(
                    purpose,
                    part(purpose),
                    0,
                    settings.module(),
                    settings.moduleParameters(),
                    settings.label(),
                    settings.serialNumber(),
                    settings.permits(),
                    settings.pinFile(),
                    expected));
            for (int i = 0; i < settings.replicas().size(); i++) {
                tokens.add(replica(purpose, settings, i, expected));
            }
        });
        return tokens;
    }

    private static ConfiguredToken replica(
            TokenPurpose purpose, TokenSettings first, int number, Map<String, KeyInfo.Kind> expected) {
        TokenSettings.Replica replica = first.replicas().get(number);
        return new ConfiguredToken(
                purpose,
                part(purpose) + " (" + (number + 2) + ")",
                number + 1,
                Objects.requireNonNullElse(replica.module(), first.module()),
                Objects.requireNonNullElse(replica.moduleParameters(), first.moduleParameters()),
                replica.label(),
                replica.serialNumber(),
                first.permits(),
                replica.pinFile(),
                expected);
    }

    private static String part(TokenPurpose purpose) {
        return "token " + purpose.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, KeyInfo.Kind> expected(
            TokenPurpose purpose, TokenSettings settings, DataKeyLabels dataKeys) {
        Map<String, KeyInfo.Kind> expected = new LinkedHashMap<>();
        settings.expectedKeys().forEach(key -> expected.put(key, KeyInfo.Kind.SIGNING));
        if (purpose == TokenPurpose.DATA) {
            expected.put(dataKeys.wrapping(), KeyInfo.Kind.WRAPPING);
            if (dataKeys.nextWrapping() != null) {
                expected.put(dataKeys.nextWrapping(), KeyInfo.Kind.WRAPPING);
            }
            dataKeys.formerWrapping().forEach(key -> expected.put(key, KeyInfo.Kind.WRAPPING));
            expected.put(dataKeys.blindIndex(), KeyInfo.Kind.MAC);
            if (dataKeys.nextBlindIndex() != null) {
                expected.put(dataKeys.nextBlindIndex(), KeyInfo.Kind.MAC);
            }
            dataKeys.formerBlindIndex().forEach(key -> expected.put(key, KeyInfo.Kind.MAC));
            expected.put(dataKeys.enrolment(), KeyInfo.Kind.SIGNING);
        }
        return expected;
    }

    /**
     * What the adapter needs to open it, expecting no key: a key that is missing or refused is a finding of its own.
     *
     * @throws IllegalArgumentException if the PIN cannot be read
     */
    TokenConfiguration opening(ServiceConfiguration configuration) {
        TokenConfiguration all = Objects.requireNonNull(
                        configuration.tokens().byPurpose().get(purpose))
                .withReplicas(purpose)
                .get(index);
        return new TokenConfiguration(
                purpose,
                module,
                label,
                all.pin(),
                permits,
                all.permitTimeout(),
                all.signTimeout(),
                List.of(),
                parameters,
                serialNumber);
    }
}
