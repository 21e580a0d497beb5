/** What only tests may do to a PKCS#11 library. */
@NullMarked
package id.segel.hsm.cryptoki;

import org.jspecify.annotations.NullMarked;
