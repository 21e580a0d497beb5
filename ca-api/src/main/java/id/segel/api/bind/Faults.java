package id.segel.api.bind;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Sentence;
import java.util.ArrayList;
import java.util.List;

/** Collects faults up to a bound, so that a hostile body cannot make a huge answer. */
final class Faults {
    private static final int MOST = 100;
    private static final int SHOWN = 60;

    private final List<Fault> list = new ArrayList<>();

    void add(String pointer, String id, String indonesian, String english) {
        if (list.size() < MOST) {
            list.add(new Fault(pointer, "body." + id, new Sentence(indonesian, english)));
        }
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    List<Fault> list() {
        return list;
    }

    void missing(String pointer) {
        add(pointer, "missing", "Isian ini wajib ada. Tambahkan.", "This field is required. Add it.");
    }

    void unknown(String pointer, String name) {
        String shown = shown(name);
        add(
                pointer,
                "unknown-field",
                "Isian \"" + shown + "\" tidak dikenal di sini atau diisi oleh sistem. Hapus.",
                "The field \"" + shown + "\" is not known here or is set by the system. Remove it.");
    }

    void type(String pointer, String indonesian, String english) {
        add(pointer, "wrong-type", "Harus berupa " + indonesian + ".", "Must be " + english + ".");
    }

    void size(String pointer, long found, Bounds bounds, String unitIndonesian, String unitEnglish) {
        boolean small = found < bounds.min();
        long limit = small ? bounds.min() : bounds.max();
        add(
                pointer,
                small ? "too-small" : "too-large",
                "Berisi " + found + " " + unitIndonesian + "; " + (small ? "paling sedikit " : "paling banyak ") + limit
                        + ".",
                "Has " + found + " " + unitEnglish + "; " + (small ? "at least " : "at most ") + limit + ".");
    }

    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                shown.append('\uFFFD');
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown + (text.codePointCount(0, text.length()) > SHOWN ? "..." : "");
    }
}
