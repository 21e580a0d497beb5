package id.segel.ca.ceremony;

import id.segel.ca.authority.KeyBackups;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a ceremony file says of backups, key by key. A key it makes and says nothing of has one that is to be verified. */
final class BackupSteps {
    private final Map<String, CustodyEntries.BackupEntry> declared = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> made = new HashSet<>();

    BackupSteps(CeremonyFile file) {
        file.backups().forEach(entry -> entry.keys().forEach(key -> declared.put(key, entry)));
        CeremonyFile.DataKeys dataKeys = file.dataKeys();
        if (dataKeys != null) {
            made.addAll(dataKeys.labels());
        }
        file.authorities().forEach(entry -> makes(entry.name(), entry.key()));
        file.requests().forEach(entry -> makes(entry.name(), entry.key()));
        file.rollovers().forEach(entry -> makes(entry.successor(), entry.key()));
    }

    private void makes(String authority, CeremonyFile.Key key) {
        names.put(authority, key.label());
        made.addAll(List.of(authority, key.label()));
    }

    /** Declarations about keys that the file does not make. */
    List<BackupStep> ofKeysThatAreThere() {
        return declared.entrySet().stream()
                .filter(entry -> !made.contains(entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(entry ->
                        new BackupStep(entry.getKey(), null, entry.getValue().reason()))
                .toList();
    }

    /** What comes after an authority's key was made; the file may name authority or label. */
    BackupStep of(String authority) {
        CustodyEntries.BackupEntry entry =
                declared.getOrDefault(authority, declared.get(names.getOrDefault(authority, authority)));
        return new BackupStep(authority, KeyBackups.Kind.AUTHORITY, entry == null ? null : entry.reason());
    }

    /** What comes after the data keys were made. */
    List<BackupStep> of(CeremonyFile.DataKeys keys) {
        List<BackupStep> steps = new ArrayList<>();
        String wrapping = keys.wrapping();
        if (wrapping != null) {
            steps.add(dataKey(wrapping, KeyBackups.Kind.WRAPPING));
        }
        String blindIndex = keys.blindIndex();
        if (blindIndex != null) {
            steps.add(dataKey(blindIndex, KeyBackups.Kind.MAC));
        }
        return List.copyOf(steps);
    }

    private BackupStep dataKey(String label, KeyBackups.Kind kind) {
        CustodyEntries.BackupEntry entry = declared.get(label);
        return new BackupStep(label, kind, entry == null ? null : entry.reason());
    }
}
