package id.segel.ca.keyring;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** A table whose rows hold keys that the data token wrapped. Stateless. */
public interface WrappedTable {
    /** The table's name. */
    String name();

    /** Rows wrapped by one of these keys with an id beyond {@code after}, by id, at most {@code limit}. */
    List<WrappedRow> page(Handle handle, Collection<String> labels, long after, int limit);

    /**
     * Puts new wrappings in place of those that were seen; leaves alone what changed meanwhile.
     *
     * @return those that were replaced, as they were seen
     */
    List<WrappedRow> replace(Handle transaction, List<Rewrapped> rows, String newLabel);

    /** How many rows each key wrapped. */
    Map<String, Long> counts(Handle handle);

    /** How many rows this key wrapped. */
    long count(Handle handle, String label);

    /**
     * A row and its new wrapping, read back.
     *
     * @param seen as it was
     * @param wrapped under the current key
     */
    @SuppressWarnings("ArrayRecordComponent") // Carried to one row, never compared.
    record Rewrapped(WrappedRow seen, byte[] wrapped) {}
}
