/** Tests of the adapter on a real SoftHSM2; every class makes its own tokens. */
@NullMarked
package id.segel.hsm;

import org.jspecify.annotations.NullMarked;
