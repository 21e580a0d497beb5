/**
 * Fixtures for the tests of every module: SoftHSM2 tokens, PostgreSQL databases, child JVMs that can be killed, and a
 * PKCS#11 module that fails when told to. Real services, made to fail where fakes would only pretend.
 *
 * <p>May use: local-services, JUnit, the PostgreSQL driver. No other module of Segel, because all of them test with it.
 *
 * <p>Must stay true: a missing tool is a failure with the sentence what to install, never a skipped test; everything is
 * on loopback and in directories of its own; everything started here ends with the test JVM, and what a killed test JVM
 * left behind is cleared away by the next one; nothing here is for production, its PINs least of all.
 */
@NullMarked
package id.segel.softhsm;

import org.jspecify.annotations.NullMarked;
