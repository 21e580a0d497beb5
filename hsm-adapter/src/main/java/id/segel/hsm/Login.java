package id.segel.hsm;

import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.CryptokiSession;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this process logged in to one token, through one native session that stays open. All sessions of the process
 * share it, SunPKCS11's too. There is no way to log out here; the login ends when the last session goes.
 *
 * <p>A PIN the token refused is never shown to it again by this object.
 */
final class Login {
    private final Cryptoki cryptoki;
    private final Pin pin;
    private final @Nullable SoftHsmDirectory directory;
    private final Place place;
    private @Nullable CryptokiSession anchor;
    private volatile @Nullable PinRefusedException refused;

    Login(Cryptoki cryptoki, Pin pin, @Nullable SoftHsmDirectory directory, Place place) {
        this.cryptoki = cryptoki;
        this.pin = pin;
        this.directory = directory;
        this.place = place;
    }

    /**
     * Logs in unless this process is logged in already.
     *
     * @throws PinRefusedException if the PIN was refused now or before
     */
    synchronized void ensure(long slot) {
        PinRefusedException before = refused;
        if (before != null) {
            throw before;
        }
        CryptokiSession held = anchor;
        if (held != null && held.slot() == slot && held.loggedIn()) {
            return;
        }
        if (directory != null) {
            directory.requireSpaceForLogin();
        }
        // An anchor that is no longer logged in is not closed: its number may be somebody else's by now.
        CryptokiSession fresh = cryptoki.openSession(slot);
        byte[] secret = pin.utf8();
        try {
            fresh.login(secret);
            anchor = fresh;
        } catch (RuntimeException e) {
            fresh.close();
            TokenException failure = Failures.token("The login failed", place.slot(slot), e);
            if (failure instanceof PinRefusedException pinRefused) {
                refused = pinRefused;
            }
            throw failure;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Whether the token has refused the PIN. */
    boolean pinRefused() {
        return refused != null;
    }

    /** A session of the caller's own, logged in. */
    CryptokiSession session(long slot) {
        ensure(slot);
        return cryptoki.openSession(slot);
    }

    Cryptoki cryptoki() {
        return cryptoki;
    }

    Pin pin() {
        return pin;
    }

    /** Ends the session this object holds. */
    synchronized void release() {
        if (anchor != null && anchor.loggedIn()) {
            anchor.close();
        }
        anchor = null;
    }
}
