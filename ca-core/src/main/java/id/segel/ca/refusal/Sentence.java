package id.segel.ca.refusal;

import java.util.Locale;
import java.util.Objects;

/**
 * A sentence for a person in both languages: what is wrong, which value, what to do.
 *
 * @param indonesian the sentence in Indonesian
 * @param english the same in English
 */
public record Sentence(String indonesian, String english) {
    public Sentence {
        Objects.requireNonNull(indonesian);
        Objects.requireNonNull(english);
    }

    /** The sentence in the reader's language; Indonesian unless the locale asks for English. */
    public String in(Locale locale) {
        return "en".equals(locale.getLanguage()) ? english : indonesian;
    }
}
