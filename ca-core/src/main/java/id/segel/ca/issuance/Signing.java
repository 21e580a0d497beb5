package id.segel.ca.issuance;

import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.AuthorityKey;
import id.segel.ca.authority.AuthorityKeys;
import id.segel.ca.authority.WrongSignatureException;
import id.segel.hsm.SignatureOutcomeUnknownException;
import id.segel.hsm.TokenException;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Certificate;

/** Steps 6 and 7: the token signs the stored bytes; software checks the whole certificate before anybody sees it. Thread-safe. */
final class Signing {
    private final AuthorityKeys keys;
    private final Authorities authorities;

    Signing(AuthorityKeys keys, Authorities authorities) {
        this.keys = keys;
        this.authorities = authorities;
    }

    /** How asking the token ended. */
    sealed interface Result {
        /** The certificate is made and verified. */
        record Done(Signed signed) implements Result {}

        /** The token was provably never asked. */
        record NotStarted(RuntimeException cause) implements Result {}

        /** A signature may exist somewhere. */
        record Unknown(RuntimeException cause) implements Result {}
    }

    Result sign(IntentStore.Stored stored) {
        try {
            AuthorityKey key = keys.of(authorities.recent(stored.intent().issuerId()));
            return sign(stored, key);
        } catch (TokenException e) {
            return stored.permit().isUsed() ? new Result.Unknown(e) : new Result.NotStarted(e);
        }
    }

    /** On the calling thread, which can be spared: while a token hangs it keeps it. */
    Result signInPlace(IntentStore.Stored stored) {
        try {
            AuthorityKey key = keys.of(authorities.recent(stored.intent().issuerId()));
            return ended(stored, key, () -> key.signInPlace(stored.permit()));
        } catch (TokenException e) {
            return stored.permit().isUsed() ? new Result.Unknown(e) : new Result.NotStarted(e);
        }
    }

    /** With a key the caller has: a ceremony signs with one that has no certificate yet. */
    Result sign(IntentStore.Stored stored, AuthorityKey key) {
        return ended(stored, key, () -> key.sign(stored.permit()));
    }

    private static Result ended(IntentStore.Stored stored, AuthorityKey key, Supplier<byte[]> signing) {
        try {
            byte[] signature = signing.get();
            Failpoint.AFTER_SIGN.pass();
            return new Result.Done(new Signed(stored.intent(), signature, assemble(stored.intent(), key, signature)));
        } catch (SignatureOutcomeUnknownException | WrongSignatureException e) {
            return new Result.Unknown(e);
        } catch (RuntimeException e) {
            // The permit, not the class of the exception, says whether the token may have been asked.
            return stored.permit().isUsed() ? new Result.Unknown(e) : new Result.NotStarted(e);
        }
    }

    private static byte[] assemble(Intent intent, AuthorityKey key, byte[] signature) {
        try {
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(ASN1Primitive.fromByteArray(intent.tbs()));
            parts.add(key.algorithm());
            parts.add(new DERBitString(signature));
            byte[] certificate = new DERSequence(parts).getEncoded(ASN1Encoding.DER);
            byte[] tbsInside =
                    Certificate.getInstance(certificate).getTBSCertificate().getEncoded(ASN1Encoding.DER);
            if (!Arrays.equals(tbsInside, intent.tbs())) {
                throw new WrongSignatureException("the assembled certificate does not hold the bytes that were signed");
            }
            return certificate;
        } catch (IOException e) {
            throw new IllegalStateException("a signed certificate cannot be put together", e);
        }
    }
}
