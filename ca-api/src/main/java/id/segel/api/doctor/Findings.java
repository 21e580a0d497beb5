package id.segel.api.doctor;

import java.util.function.Consumer;

/** Tells findings line by line and remembers whether anything is to be mended. */
final class Findings {
    private final Consumer<String> out;
    private boolean well = true;

    Findings(Consumer<String> out) {
        this.out = out;
    }

    void ok(String what) {
        out.accept("ok    " + what);
    }

    void mend(String what, String remedy) {
        well = false;
        out.accept("MEND  " + what);
        out.accept("      " + remedy);
    }

    void note(String what) {
        out.accept("      " + what);
    }

    boolean well() {
        return well;
    }
}
