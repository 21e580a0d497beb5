package id.segel.api.bind;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of binding: a value, or every fault.
 *
 * @param value null exactly when there are faults
 * @param faults in the order of the record's components, unknown fields last
 */
public record Bound<T>(@Nullable T value, List<Fault> faults) {
    public Bound {
        faults = List.copyOf(faults);
        if ((value == null) == faults.isEmpty()) {
            throw new IllegalArgumentException("either a value or faults");
        }
    }

    /**
     * The value.
     *
     * @throws RefusedException INVALID with every fault
     */
    public T orRefuse() {
        T bound = value;
        if (bound == null) {
            throw RefusedException.because(Problem.INVALID, faults);
        }
        return bound;
    }
}
