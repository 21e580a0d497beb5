/**
 * Services a machine has for itself: a private PostgreSQL made from the binaries on Maven Central, and directories in
 * which SoftHSM2 keeps its tokens. {@code deploy/run} and the tests use the same launcher.
 *
 * <p>May use: the JDK, slf4j, commons-compress and xz. No other module of Segel, no JDBC driver, no PKCS#11.
 *
 * <p>Must stay true: PostgreSQL listens on 127.0.0.1 only and never runs as root; what is started here is durable
 * unless its caller says otherwise; no secret is ever an argument or in the environment of a child process; everything
 * that waits has a limit; nothing is run or deleted in a directory that this package did not make.
 */
@NullMarked
package id.segel.local;

import org.jspecify.annotations.NullMarked;
