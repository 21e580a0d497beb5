package id.segel.ca.store;

import java.sql.Array;
import org.jdbi.v3.core.argument.Argument;

/**
 * PostgreSQL arrays as arguments, for {@code unnest}: the only way to write a batch in one statement that still names the
 * rows it refused.
 */
public final class SqlArrays {
    private SqlArrays() {}

    /**
     * An array argument.
     *
     * @param type PostgreSQL's name of the element type
     * @param values elements, null allowed; byte[][] for bytea
     */
    public static Argument of(String type, Object[] values) {
        return (position, statement, context) -> {
            Array array = statement.getConnection().createArrayOf(type, values);
            statement.setArray(position, array);
        };
    }
}
