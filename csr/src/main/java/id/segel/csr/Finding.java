package id.segel.csr;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * One thing that was noticed about a request.
 *
 * @param id stable, in kebab case, such as {@code csr.rsa-too-short}; screens, metrics and outside scripts rely on it
 * @param severity {@link Severity#ERROR} means refused
 * @param messages a sentence for a person in every {@link Language}: what is wrong, with the value and the limit; what
 *     to do. Values out of the request are shortened and freed of characters that could deceive a reader, but not
 *     escaped for HTML
 */
public record Finding(String id, Severity severity, Map<Language, String> messages) {

    public Finding {
        requireNonNull(id, "id");
        requireNonNull(severity, "severity");
        messages = Map.copyOf(messages);
        for (Language language : Language.values()) {
            if (!messages.containsKey(language)) {
                throw new IllegalArgumentException("finding " + id + " has no message in " + language);
            }
        }
    }

    /** The sentence in the reader's language. */
    public String message(Language language) {
        return requireNonNull(messages.get(language), id);
    }

    /** True when this finding alone refuses the request. */
    public boolean refuses() {
        return severity == Severity.ERROR;
    }
}
