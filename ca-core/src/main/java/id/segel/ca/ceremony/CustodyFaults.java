package id.segel.ca.ceremony;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Everything that is wrong with the custody sections of a ceremony file by themselves. */
final class CustodyFaults {
    private static final int LONGEST_REASON = 500;

    private final List<String> faults = new ArrayList<>();

    private CustodyFaults() {}

    static List<String> of(CeremonyFile file) {
        CustodyFaults check = new CustodyFaults();
        check.backups(file.backups());
        file.verifyBackup().forEach(check::verify);
        file.rootCrl().forEach(check::rootCrl);
        file.importCrl().forEach(check::importCrl);
        return check.faults;
    }

    private void backups(List<CustodyEntries.BackupEntry> entries) {
        Set<String> keys = new HashSet<>();
        for (CustodyEntries.BackupEntry entry : entries) {
            if (entry.keys().isEmpty() || entry.backup() == null) {
                faults.add("backups: each entry needs keys and backup (none or verify)");
                continue;
            }
            String reason = entry.reason();
            if (entry.backup() == CustodyEntries.Backup.NONE
                    && (reason == null
                            || reason.isBlank()
                            || reason.length() > LONGEST_REASON
                            || reason.chars().anyMatch(Character::isISOControl))) {
                faults.add("backups: " + entry.keys() + " have none; say why with reason, in one line of at most "
                        + LONGEST_REASON + " characters");
            }
            if (entry.backup() == CustodyEntries.Backup.VERIFY && reason != null) {
                faults.add("backups: " + entry.keys() + " will be verified; leave reason out");
            }
            entry.keys().stream()
                    .filter(key -> !keys.add(key))
                    .forEach(key -> faults.add("backups: " + key + " stands twice"));
        }
    }

    private void verify(CustodyEntries.VerifyEntry entry) {
        CustodyEntries.CopyToken token = entry.token();
        if (entry.keys().isEmpty()
                || Set.copyOf(entry.keys()).size() != entry.keys().size()) {
            faults.add("verifyBackup: name the keys the copy holds, each once");
        }
        if (token == null || token.module() == null || token.label() == null) {
            faults.add("verifyBackup: token needs module and label");
            return;
        }
        absolute("module", token.module());
        Path pinFile = token.pinFile();
        if ((pinFile == null) == (token.pin() == null) || (token.pin() != null && !token.takesShares())) {
            faults.add("verifyBackup: say where the PIN of the copy comes from, either pinFile or pin: shares");
        }
        if (pinFile != null) {
            absolute("pinFile", pinFile);
        }
        Path softhsm2Conf = token.softhsm2Conf();
        if (softhsm2Conf != null) {
            absolute("softhsm2Conf", softhsm2Conf);
        }
    }

    private void absolute(String name, Path path) {
        if (!path.isAbsolute()) {
            faults.add("verifyBackup: " + name + " \"" + path + "\" is no absolute path");
        }
    }

    private void rootCrl(CustodyEntries.RootCrlEntry entry) {
        if (entry.authority() == null) {
            faults.add("rootCrl: name the authority");
        }
        check(entry::term);
        Set<String> serials = new HashSet<>();
        for (CustodyEntries.RevokeEntry revoke : entry.revoke()) {
            check(() -> {
                if (!serials.add(new java.math.BigInteger(1, revoke.octets()).toString(16))) {
                    faults.add("rootCrl: the serial number " + revoke.serial() + " stands twice");
                }
                revoke.cause();
            });
            check(revoke::since);
        }
    }

    private void check(Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            faults.add("rootCrl: " + e.getMessage());
        }
    }

    private void importCrl(CustodyEntries.ImportEntry entry) {
        if (entry.authority() == null || entry.file() == null) {
            faults.add("importCrl: name authority and file");
        }
    }
}
