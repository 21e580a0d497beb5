/**
 * What the checks of the {@code csr} module said about applications' requests: every occasion is kept with the application
 * and counted by finding. Uses {@code store} and the {@code csr} module. What must stay true: a record is never changed; no
 * record holds a file, a private key or an identity number.
 */
package id.segel.ca.request;
