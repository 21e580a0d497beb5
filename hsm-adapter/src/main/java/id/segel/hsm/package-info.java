/**
 * A PKCS#11 token becomes named keys that sign, wrap and authenticate.
 *
 * <p>What lives here: {@link id.segel.hsm.Token} and the few types it speaks in. A token is found by its label; its
 * keys are found by theirs. Signing goes through SunPKCS11; slots, attributes, key generation and certificates go
 * through the native binding in {@code id.segel.hsm.cryptoki}, which nobody else may use.
 *
 * <p>What must stay true: no JCA provider, key store or private key object leaves this package; nothing is known here
 * of certificates' workflow; nothing is signed twice by this package's own decision; a key that could leave the token
 * or serve two purposes is not used; the PIN is in no message.
 */
@NullMarked
package id.segel.hsm;

import org.jspecify.annotations.NullMarked;
