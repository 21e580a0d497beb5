package id.segel.ca.person;

import java.util.Locale;

/** The languages a person can be addressed in. */
public enum Language {
    ID,
    EN;

    /** The code in the database and in JSON: {@code id} or {@code en}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Locale locale() {
        return Locale.forLanguageTag(code());
    }

    static Language ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
