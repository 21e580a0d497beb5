package id.segel.ca.authority;

import id.segel.hsm.SignaturePermit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to have exactly these bytes signed, once. Subclasses say what the bytes are and can be made only by the
 * package that stored them first; their constructors are not public. Thread-safe.
 */
public abstract class KeyPermit implements SignaturePermit {
    private final byte[] toBeSigned;
    private final AtomicBoolean used = new AtomicBoolean();

    protected KeyPermit(byte[] toBeSigned) {
        this.toBeSigned = toBeSigned.clone();
    }

    final byte[] toBeSigned() {
        return toBeSigned;
    }

    /** What is signed, as the label of metrics: "certificate", "crl", "ocsp". */
    protected abstract String purpose();

    /** Consumed between update() and sign(): from here on the outcome is unknown until sign() returns. */
    @Override
    public final void consume() {
        if (!used.compareAndSet(false, true)) {
            throw new IllegalStateException("a " + purpose() + " permit was used twice; that is a bug of ours");
        }
    }

    /** Whether the token may have been asked. False is proof that it was not. */
    public final boolean isUsed() {
        return used.get();
    }
}
