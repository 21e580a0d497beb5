/**
 * LOCK, the applicant's program: makes the key pair and the request offline, sends the request, fetches the
 * certificate (SOP steps 4, 5 and 8).
 *
 * <p>May use {@link id.segel.csr}, picocli for the command line, Nimbus for the enrolment file's signature and JSON,
 * Bouncy Castle's ASN.1, and the JDK for every key, cipher and connection. What must stay true: the private key leaves
 * the program only encrypted and only into the file the applicant names; {@code key} and {@code csr} touch no network;
 * a passphrase is never an argument; every sentence exists in Indonesian and English; what a server answers is treated
 * as hostile until checked.
 */
@NullMarked
package id.segel.lock;

import org.jspecify.annotations.NullMarked;
