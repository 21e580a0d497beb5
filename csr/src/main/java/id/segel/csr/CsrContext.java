package id.segel.csr;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a request is judged against. A part that is null is not checked.
 *
 * @param keyRules the product's keys
 * @param subject the account's fields; null when there is no account to compare with
 * @param challenge the 32 bytes of the application's challenge
 * @param keyUse who else has this key
 * @param sharedPrimes whether another RSA key has a prime in common with this one
 */
public record CsrContext(
        KeyRules keyRules,
        @Nullable ExpectedSubject subject,
        byte @Nullable [] challenge,
        @Nullable KeyUseLookup keyUse,
        @Nullable SharedPrimeLookup sharedPrimes) {

    // Spelled out, because javac 17 drops the type annotation on the array from a compact constructor's parameter.
    public CsrContext(
            KeyRules keyRules,
            @Nullable ExpectedSubject subject,
            byte @Nullable [] challenge,
            @Nullable KeyUseLookup keyUse,
            @Nullable SharedPrimeLookup sharedPrimes) {
        if (challenge != null && challenge.length != Challenge.LENGTH) {
            throw new IllegalArgumentException(
                    "a challenge has " + Challenge.LENGTH + " bytes, this one has " + challenge.length);
        }
        this.keyRules = requireNonNull(keyRules, "keyRules");
        this.subject = subject;
        this.challenge = challenge == null ? null : challenge.clone();
        this.keyUse = keyUse;
        this.sharedPrimes = sharedPrimes;
    }

    /** Without other people's RSA keys, as LOCK judges. */
    public CsrContext(
            KeyRules keyRules,
            @Nullable ExpectedSubject subject,
            byte @Nullable [] challenge,
            @Nullable KeyUseLookup keyUse) {
        this(keyRules, subject, challenge, keyUse, null);
    }

    @Override
    public byte @Nullable [] challenge() {
        return challenge == null ? null : challenge.clone();
    }
}
