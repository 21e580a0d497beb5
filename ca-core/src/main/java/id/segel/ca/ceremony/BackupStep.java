package id.segel.ca.ceremony;

import id.segel.ca.authority.KeyBackups;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is so with the backup of one key: declared to be none, for a reason, or to be verified by a later ceremony. Comes
 * right after the step that makes the key, before anything is certified with it.
 *
 * @param key the authority's name, or the label of a data key
 * @param made what an earlier step of the file makes; null for a key that is there
 * @param reason why there is none; null where a copy is to be verified
 */
record BackupStep(
        String key,
        KeyBackups.@Nullable Kind made,
        @Nullable String reason) implements CeremonyStep {
    @Override
    public String name() {
        return "backup of " + key;
    }

    @Override
    public void plan(CeremonyPlan plan) {
        BackupDao dao = plan.tools().backups();
        if (made == null) {
            List<BackupDao.Target> found = dao.find(key);
            if (found.size() != 1) {
                plan.fault("backups: " + found.size() + " keys are known as " + key
                        + ", and this file makes none; name the authority, or the label of one data key");
                return;
            }
            if (reason == null) {
                plan.fault("backups: the key of " + key + " is there; verify a restored copy of it with verifyBackup");
                return;
            }
        }
        if (reason == null) {
            plan.say("  A copy is to be verified by a later ceremony (verifyBackup)"
                    + (made == KeyBackups.Kind.AUTHORITY ? "; until then it certifies nothing" : ""));
        } else {
            plan.say("  NO BACKUP: " + reason);
            plan.willHaveBackup(key);
        }
    }

    @Override
    public void carryOut(CeremonyRun run) {
        BackupDao dao = run.tools().backups();
        if (made != null && made != KeyBackups.Kind.AUTHORITY) {
            dao.expect(made, key);
        }
        String why = reason;
        if (why == null) {
            run.say("A copy of the key of " + key
                    + " is to be restored elsewhere and verified by a ceremony (verifyBackup)");
            return;
        }
        List<BackupDao.Target> found = dao.find(key);
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " keys are known as " + key);
        }
        dao.decline(run.begun().ceremonyId(), found.get(0), why);
        run.say("NO BACKUP of the key of " + key + ": " + why);
    }
}
