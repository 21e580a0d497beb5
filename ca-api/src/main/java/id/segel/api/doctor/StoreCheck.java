package id.segel.api.doctor;

import id.segel.hsm.TokenException;
import id.segel.hsm.TokenStore;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * SoftHSM2's token directory: room, rights, owner, damage, and who holds it. Looks from outside and opens nothing in it.
 *
 * @param store the directory
 * @param user whom it should belong to
 * @param self this process
 */
record StoreCheck(Supplier<TokenStore> store, String user, long self) {
    private static final long WANTED_BYTES = 1L << 30;
    private static final String PART = "token store";

    /** Whether a login would be safe: for the tokens, for who holds them, and for whoever logs in next. */
    boolean look(Findings findings) {
        Findings here = findings.in(PART);
        TokenStore seen;
        try {
            seen = store.get();
        } catch (TokenException e) {
            here.failed(Topic.STORE, "", e);
            return false;
        }
        here.ok(Topic.STORE, "SoftHSM2's tokens are in " + seen.directory());
        boolean safe = space(seen, here);
        rights(seen, here);
        safe &= owner(seen, here);
        if (!seen.destroyed().isEmpty()) {
            here.error(
                    Topic.STORE_TOKENS,
                    "Tokens were destroyed by a full disk, their token.object is empty: " + seen.destroyed(),
                    "Restore these directories from the backup while no process has them open.");
        }
        return holder(seen, here) && safe;
    }

    private static boolean space(TokenStore seen, Findings here) {
        String left = "The token directory has " + (seen.usableBytes() >> 20) + " MiB left";
        if (seen.usableBytes() < TokenStore.MINIMUM_FREE_BYTES) {
            here.error(
                    Topic.STORE_SPACE,
                    left + ": no login is tried, because one on a full disk destroys the token",
                    "Free at least " + (TokenStore.MINIMUM_FREE_BYTES >> 20) + " MiB on its file system, better "
                            + (WANTED_BYTES >> 20) + " MiB, and give it one of its own.");
            return false;
        }
        if (seen.usableBytes() < WANTED_BYTES) {
            here.warn(
                    Topic.STORE_SPACE,
                    left,
                    "Make room: a login on a full disk destroys a token, and below "
                            + (TokenStore.MINIMUM_FREE_BYTES >> 20) + " MiB the service refuses to log in.");
        } else {
            here.ok(Topic.STORE_SPACE, left);
        }
        return true;
    }

    private static void rights(TokenStore seen, Findings here) {
        if (seen.permissions().endsWith("------")) {
            here.ok(Topic.STORE_RIGHTS, "The token directory is its owner's alone (" + seen.permissions() + ")");
        } else {
            here.error(
                    Topic.STORE_RIGHTS,
                    "The token directory has the rights " + seen.permissions() + ": who reads it can try PINs at home",
                    "chmod 700 " + seen.directory());
        }
    }

    private boolean owner(TokenStore seen, Findings here) {
        if (seen.owner().equals(user)) {
            return true;
        }
        here.error(
                Topic.STORE_OWNER,
                "The token directory belongs to " + seen.owner() + ", this runs as " + user
                        + "; a login would leave files there that " + seen.owner() + " cannot open",
                "Run it as " + seen.owner() + ".");
        return false;
    }

    private boolean holder(TokenStore seen, Findings here) {
        if (seen.holder().isEmpty()) {
            here.ok(Topic.STORE_LOCK, "Nobody holds the token directory");
            return true;
        }
        long pid = seen.holder().getAsLong();
        if (pid == self) {
            here.ok(Topic.STORE_LOCK, "This process alone holds the token directory");
            return true;
        }
        here.error(
                Topic.STORE_LOCK,
                "The token directory is held by " + name(pid) + "; its tokens were not opened here",
                "If that is this node's server, see why it does not answer on its admin port; if not, let it end and ask"
                        + " again.");
        return false;
    }

    /** Never its arguments: they are somebody else's. */
    private static String name(long pid) {
        if (pid == 0) {
            return "a process of another container";
        }
        Optional<ProcessHandle.Info> info = ProcessHandle.of(pid).map(ProcessHandle::info);
        return "process " + pid
                + info.flatMap(ProcessHandle.Info::command)
                        .map(command -> " (" + command
                                + info.flatMap(ProcessHandle.Info::user)
                                        .map(owner -> " of " + owner)
                                        .orElse("")
                                + ")")
                        .orElse("");
    }
}
