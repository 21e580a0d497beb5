/**
 * The database: roles and their making, migrations, pools by role, and the one way to open a transaction. Uses only
 * {@code refusal} of the authority. What must stay true: READ COMMITTED everywhere; a transaction commits with
 * {@code synchronous_commit = on}; nothing inside a transaction talks to a token or to any other machine.
 */
package id.segel.ca.store;
