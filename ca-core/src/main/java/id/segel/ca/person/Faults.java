package id.segel.ca.person;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import java.util.ArrayList;
import java.util.List;

/** Collects every fault of what was sent, and refuses with all of them at once. Not thread-safe. */
final class Faults {
    private final List<Fault> found = new ArrayList<>();

    void add(String pointer, String id, String indonesian, String english) {
        found.add(new Fault(pointer, id, new Sentence(indonesian, english)));
    }

    void addAll(List<Fault> more) {
        found.addAll(more);
    }

    /**
     * @throws RefusedException INVALID with all of them, where there are any
     */
    void refuseIfAny() {
        if (!found.isEmpty()) {
            throw RefusedException.because(Problem.INVALID, found);
        }
    }

    static RefusedException one(String pointer, String id, String indonesian, String english) {
        return RefusedException.because(
                Problem.INVALID, List.of(new Fault(pointer, id, new Sentence(indonesian, english))));
    }
}
