package id.segel.hsm;

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
    private final Library library;
    private final Pin pin;
    private final Place place;
    private @Nullable CryptokiSession anchor;
    private long anchorEpoch;
    private @Nullable SoftHsmDirectory directory;
    private volatile @Nullable PinRefusedException refused;

    Login(Library library, Pin pin, Place place) {
        this.library = library;
        this.pin = pin;
        this.place = place;
    }

    /**
     * Logs in unless this process is logged in already. The first time a SoftHSM2 directory is taken for this process.
     *
     * @throws PinRefusedException if the PIN was refused now or before
     */
    synchronized void ensure(long slot) {
        PinRefusedException before = refused;
        if (before != null) {
            throw before;
        }
        CryptokiSession held = anchor;
        // The handle of another epoch may be somebody else's session by now.
        if (held != null && anchorEpoch == library.epoch() && held.slot() == slot && held.loggedIn()) {
            return;
        }
        if (directory == null) {
            directory = Modules.hold(library, place);
        }
        SoftHsmDirectory softHsm = directory;
        if (softHsm != null) {
            softHsm.requireSpaceForLogin();
        }
        // An anchor that is no longer logged in is not closed: its number may be somebody else's by now.
        CryptokiSession fresh = library.cryptoki().openSession(slot);
        byte[] secret = pin.utf8();
        try {
            fresh.login(secret);
            anchor = fresh;
            anchorEpoch = library.epoch();
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

    /** A session of the caller's own, logged in. */
    CryptokiSession session(long slot) {
        ensure(slot);
        return library.cryptoki().openSession(slot);
    }

    /**
     * Lets the token directory go and ends the session this object holds.
     *
     * @param quiet whether nothing of this token is under way in the library any more
     */
    synchronized void release(boolean quiet) {
        CryptokiSession held = anchor;
        if (quiet && held != null) {
            library.enter();
            try {
                if (anchorEpoch == library.epoch() && held.loggedIn()) {
                    held.close();
                }
            } finally {
                library.leave();
            }
        }
        anchor = null;
        if (directory != null) {
            directory.close();
            directory = null;
        }
    }
}
