package id.segel.api.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Room in the folders the service writes to. SoftHSM2's own is looked at by {@link StoreCheck}. */
record DiskCheck(List<Path> folders) implements Check {
    private static final long WANTED = 200L << 20;

    DiskCheck {
        folders = List.copyOf(folders);
    }

    @Override
    public void look(Findings findings) {
        Findings here = findings.in("machine");
        for (Path folder : folders) {
            if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
                here.error(
                        Topic.DISK,
                        folder + " is not there, or may not be written",
                        "Make the folder for the user the service runs as, or mend its path in the configuration.");
                continue;
            }
            long free = folder.toFile().getUsableSpace();
            if (free < WANTED) {
                here.warn(Topic.DISK, folder + " has only " + (free >> 20) + " MiB left", "Make room there.");
            } else {
                here.ok(Topic.DISK, folder + " has " + (free >> 20) + " MiB left");
            }
        }
    }
}
