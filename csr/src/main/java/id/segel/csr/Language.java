package id.segel.csr;

import java.util.Locale;

/** The languages every sentence of Segel exists in. */
public enum Language {
    /** Indonesian, the first language. */
    ID("id"),
    /** English. */
    EN("en");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** The BCP 47 tag, {@code id} or {@code en}, as it stands in Accept-Language. */
    public String tag() {
        return tag;
    }

    /** The locale for numbers and dates in this language. */
    public Locale locale() {
        return this == ID ? new Locale("id", "ID") : Locale.ENGLISH;
    }
}
