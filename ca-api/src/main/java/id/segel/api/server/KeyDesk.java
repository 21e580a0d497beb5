package id.segel.api.server;

import id.segel.api.config.ServiceConfiguration;
import id.segel.ca.audit.Actor;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Sha256;
import id.segel.ca.subjectkey.BlockedKeyFile;
import id.segel.ca.subjectkey.BlockedKeyImport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where lists of bad keys are handed in. Needs the database and no token. */
public final class KeyDesk {
    private static final Actor ACTOR = Actor.system("blocked-keys-command");

    private KeyDesk() {}

    /**
     * Says what a list means here and, when asked, blocks its keys for ever.
     *
     * @param file the list, see {@link BlockedKeyFile}
     * @param name of the list, for the log
     * @param apply false only looks
     * @throws id.segel.ca.refusal.RefusedException INVALID with the faults of the list, by line
     */
    public static BlockedKeyImport.Report take(
            ServiceConfiguration configuration, byte[] file, String name, String reason, boolean apply)
            throws IOException {
        List<byte[]> keys =
                BlockedKeyFile.read(new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.US_ASCII));
        return DatabaseDesk.with(configuration, DatabaseRole.ISSUER, (database, audit) -> {
            BlockedKeyImport desk = new BlockedKeyImport(database, audit);
            return apply ? desk.apply(ACTOR, keys, name, Sha256.of(file), reason) : desk.examine(keys);
        });
    }
}
