package id.segel.api.command;

import id.segel.api.config.ConfigurationFile;
import id.segel.api.server.CrlDesk;
import id.segel.ca.status.CrlImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code segel custody import-crl}. */
@Command(
        name = "import-crl",
        description = {
            "Takes in a CRL that was made elsewhere: of an authority here whose key is kept apart, which is served from now",
            "on, or of the issuer outside that certified an authority here, which is kept and watched."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Refused unless issuer, signature, number, times and completeness hold. Needs no token; the server may run.",
            "What stands on it is revoked here too, and an authority whose certificate it revokes issues nothing more."
        })
public final class CustodyImportCrlCommand implements Callable<Integer> {
    private static final long LARGEST = 16L * 1024 * 1024;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The CRL, PEM or DER.")
    private Path file = Path.of("root.crl");

    @Option(
            names = "--config",
            required = true,
            paramLabel = "CONFIG.yml",
            description = "The configuration of an issuer node.")
    private Path configuration = Path.of("segel.yml");

    @Option(
            names = "--authority",
            required = true,
            paramLabel = "NAME",
            description = "The authority whose CRL it is, or the one its maker, outside, certified.")
    private String authority = "";

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(file) || Files.size(file) > LARGEST) {
            throw new IllegalArgumentException(
                    "The CRL file " + file + " cannot be read, or is longer than 16 MiB. Name the right file.");
        }
        CrlImport.Imported imported = CrlDesk.take(
                ConfigurationFile.read(configuration, System.getenv()), authority, Files.readAllBytes(file));
        java.io.PrintWriter out = spec.commandLine().getOut();
        out.println("CRL of " + imported.issuer() + ", number " + imported.number() + ": thisUpdate "
                + imported.thisUpdate() + ", nextUpdate " + imported.nextUpdate() + ", entries " + imported.entries());
        out.println("SHA-256 " + imported.sha256());
        out.println(imported.served() == null ? "Kept and watched." : "Served as " + imported.served() + ".");
        imported.revoked().forEach(serial -> out.println("Revoked here because it stands on it: " + serial));
        out.flush();
        return 0;
    }
}
