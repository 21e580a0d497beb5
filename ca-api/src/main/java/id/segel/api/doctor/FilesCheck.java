package id.segel.api.doctor;

import id.segel.hsm.Pin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rights and owners of the files a node needs: PINs and passwords are for the user the service runs as alone, the program
 * may be changed by its owner alone.
 *
 * @param program the running jar, null where there is none
 * @param user whom the files should belong to; root sees everybody's
 */
record FilesCheck(
        Set<Path> pins, Set<Path> passwords, @Nullable Path program, String user) implements Check {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final List<PosixFilePermission> OTHERS_WRITE =
            List.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    FilesCheck {
        pins = new LinkedHashSet<>(pins);
        passwords = new LinkedHashSet<>(passwords);
    }

    @Override
    public void look(Findings findings) {
        Findings here = findings.in("files");
        pins.forEach(file -> {
            if (secret(Topic.PIN_FILE, "PIN file ", file, here)) {
                pin(file, here);
            }
        });
        passwords.forEach(file -> {
            if (secret(Topic.PASSWORD_FILE, "Password file ", file, here)) {
                here.ok(Topic.PASSWORD_FILE, "Password file " + file + " is its owner's alone");
            }
        });
        Path jar = program;
        if (jar != null) {
            program(jar, here);
        }
    }

    private static void pin(Path file, Findings here) {
        try {
            Pin.fromFile(file);
            here.ok(Topic.PIN_FILE, "PIN file " + file + " is its owner's alone and holds a PIN");
        } catch (IllegalArgumentException e) {
            here.error(
                    Topic.PIN_FILE, String.valueOf(e.getMessage()), "Write the PIN alone into the file, on one line.");
        }
    }

    private boolean secret(Topic topic, String name, Path file, Findings here) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            String owner = Files.getOwner(file).getName();
            if (!OWNER_ONLY.containsAll(permissions)) {
                here.error(
                        topic,
                        name + file + " has the rights " + PosixFilePermissions.toString(permissions),
                        "Only its owner may read it: chmod 600 " + file);
                return false;
            }
            if (!owner.equals(user) && !"root".equals(user)) {
                here.error(
                        topic,
                        name + file + " belongs to " + owner + ", this runs as " + user,
                        "Give it to the user the service runs as, or run the doctor as that user.");
                return false;
            }
            return true;
        } catch (IOException e) {
            here.error(
                    topic,
                    name + file + " cannot be looked at (" + e.getClass().getSimpleName() + ")",
                    "Make the file, mode 0600, for the user the service runs as, or mend its path.");
            return false;
        }
    }

    private static void program(Path jar, Findings here) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(jar);
            if (OTHERS_WRITE.stream().anyMatch(permissions::contains)) {
                here.error(
                        Topic.PROGRAM_FILE,
                        "The program " + jar + " has the rights " + PosixFilePermissions.toString(permissions)
                                + ": others can change what runs with the PINs",
                        "chmod go-w " + jar);
            } else {
                here.ok(Topic.PROGRAM_FILE, "The program " + jar + " can be changed by its owner alone");
            }
        } catch (IOException e) {
            here.warn(Topic.PROGRAM_FILE, "The program " + jar + " cannot be looked at", "Check its rights yourself.");
        }
    }
}
