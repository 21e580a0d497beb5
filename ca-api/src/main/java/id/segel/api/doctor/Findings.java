package id.segel.api.doctor;

import id.segel.hsm.TokenException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes down what is found, in order. Safe for use by many threads. */
public final class Findings {
    private final List<Finding> found;
    private final String part;

    /** Nothing found yet, about the whole. */
    public Findings() {
        this(new ArrayList<>(), "node");
    }

    private Findings(List<Finding> found, String part) {
        this.found = found;
        this.part = part;
    }

    /** The same book, opened at a part. */
    Findings in(String name) {
        return new Findings(found, name);
    }

    void ok(Topic topic, String message) {
        add(topic, Level.OK, message, null);
    }

    void warn(Topic topic, String message, String remedy) {
        add(topic, Level.WARNING, message, remedy);
    }

    void error(Topic topic, String message, String remedy) {
        add(topic, Level.ERROR, message, remedy);
    }

    /** A token did not do it: what it said, and its remedy. */
    void failed(Topic topic, String prefix, TokenException failure) {
        String said = String.valueOf(failure.getMessage());
        // The message ends with the remedy, which stands on a line of its own here.
        String what = said.endsWith(failure.remedy())
                ? said.substring(0, said.length() - failure.remedy().length()).strip()
                : said;
        error(topic, prefix + (what.endsWith(".") ? what.substring(0, what.length() - 1) : what), failure.remedy());
    }

    /** What somebody else found. */
    void add(Finding finding) {
        synchronized (found) {
            found.add(finding);
        }
    }

    private void add(Topic topic, Level level, String message, @Nullable String remedy) {
        add(new Finding(part, topic, level, message, remedy));
    }

    List<Finding> all() {
        synchronized (found) {
            return List.copyOf(found);
        }
    }
}
