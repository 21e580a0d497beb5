package id.segel.hsm;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * A key found in the token, with what stands beside it.
 *
 * @param info the description and the verdict
 * @param id CKA_ID
 * @param publicKey the public half as the token's own objects show it, null if they do not
 * @param certificate the certificate that fits, null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record TokenKey(
        KeyInfo info,
        byte[] id,
        @Nullable PublicKey publicKey,
        @Nullable X509Certificate certificate) {}
