package id.segel.ca.person;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Reads accounts with their roles. */
final class AccountRow {
    private static final String SELECT = """
            SELECT a.id, a.person_id, a.username, a.state, a.version, a.created_by_person, a.created_at,
                   ARRAY(SELECT r.role FROM account_role r WHERE r.account_id = a.id) AS roles
              FROM account a
            """;

    private AccountRow() {}

    static Optional<Account> byId(Handle handle, long id) {
        return handle.createQuery(SELECT + " WHERE a.id = :id")
                .bind("id", id)
                .map((row, context) -> account(row))
                .findOne();
    }

    static Optional<Account> byUsername(Handle handle, String username) {
        return handle.createQuery(SELECT + " WHERE a.username = :username")
                .bind("username", username)
                .map((row, context) -> account(row))
                .findOne();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getLong("id"),
                row.getLong("person_id"),
                row.getString("username"),
                Arrays.stream((String[]) row.getArray("roles").getArray())
                        .map(Role::valueOf)
                        .collect(Collectors.toSet()),
                AccountState.valueOf(row.getString("state")),
                row.getInt("version"),
                row.getObject("created_by_person", Long.class),
                row.getTimestamp("created_at").toInstant());
    }
}
