package id.segel.local;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account of the system as which a program runs when we are root: PostgreSQL refuses to be root, and the service
 * should not be. Immutable.
 *
 * @param name its name in the user database
 * @param uid its number
 * @param gid the number of its primary group
 */
public record UnixUser(String name, int uid, int gid) {
    private static final Logger LOG = LoggerFactory.getLogger(UnixUser.class);
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** @return whether this process is root and so can, and must, run its children as somebody else */
    public static boolean weAreRoot() {
        return new UnixSystem().getUid() == 0;
    }

    /**
     * Looks an account up.
     *
     * @throws LocalServiceException when there is none of that name, or it is root itself
     */
    public static UnixUser named(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new LocalServiceException(
                    "\"" + name + "\" is not a user name: small letters, digits, _ and - only.");
        }
        UnixUser user = new UnixUser(name, id("-u", name), id("-g", name));
        if (user.uid == 0) {
            throw new LocalServiceException(
                    "The user " + name + " is root. Name an unprivileged one; it is made by: useradd --system NAME");
        }
        return user;
    }

    private static int id(String option, String name) {
        BoundedProcess.Result result = BoundedProcess.run(List.of("id", option, name), LIMIT);
        if (!result.ok()) {
            throw new LocalServiceException("There is no user " + name
                    + " on this machine. Make it: useradd --system --no-create-home --shell /usr/sbin/nologin " + name);
        }
        return Integer.parseInt(result.output());
    }

    /**
     * The same command, run as this user with no other groups and no way back (setpriv of util-linux). Only root can run
     * it.
     */
    public List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + uid,
                "--regid=" + gid,
                "--clear-groups",
                "--inh-caps=-all",
                "--no-new-privs",
                "--"));
        all.addAll(command);
        return List.copyOf(all);
    }

    /** Gives one file or directory (a symbolic link itself, not what it points to) to this user and group. */
    public void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Asserts that this user can reach {@code directory}. Asked of the system and not computed from mode bits, because
     * access lists and container mounts have their say too.
     *
     * @throws LocalServiceException naming the first directory on the way that the user may not search
     */
    void requireSearchable(Path directory) {
        Path real = directory.toAbsolutePath().normalize();
        if (canSearch(real)) {
            return;
        }
        Path step = real.getRoot();
        for (Path part : real) {
            step = step.resolve(part);
            if (!canSearch(step)) {
                break;
            }
        }
        LOG.debug("{} cannot search {}", name, step);
        throw new LocalServiceException("The user " + name + " (PostgreSQL does not run as root) may not search " + step
                + ", which lies on the way to " + real + ". Choose another place (SEGEL_HOME), or allow it: chmod o+x "
                + step);
    }

    private boolean canSearch(Path directory) {
        return BoundedProcess.run(command(List.of("test", "-x", directory.toString())), LIMIT)
                .ok();
    }
}
