package id.segel.ca.profile;

/** Characters that have no place in a certificate. */
final class Characters {
    private Characters() {}

    /**
     * Whether the text holds a character that cannot be seen or changes what is seen around it: control, format
     * (bidirectional marks, zero width), surrogate, unassigned, private use, separators of lines.
     */
    static boolean hasInvisible(String text) {
        return text.codePoints().anyMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        });
    }
}
