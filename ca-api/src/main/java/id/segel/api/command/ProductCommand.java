package id.segel.api.command;

import id.segel.api.config.ConfigurationFile;
import id.segel.api.server.ProductDesk;
import id.segel.ca.issuance.ProfilePreview;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.ProductVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code segel product}. */
@Command(
        name = "product",
        description = "Shows products and their certificate profiles, and changes a product's profile.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ProductCommand.List.class, ProductCommand.Show.class, ProductCommand.Change.class})
public final class ProductCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name list, show or change.");
    }

    /** What each of them needs. */
    private abstract static class OnIssuer implements Callable<Integer> {
        @Spec
        CommandSpec spec = CommandSpec.create();

        @Option(
                names = "--config",
                required = true,
                paramLabel = "CONFIG.yml",
                description = "The configuration of an issuer node.")
        private Path configuration = Path.of("segel.yml");

        ProductDesk desk() {
            return new ProductDesk(ConfigurationFile.read(configuration, System.getenv()));
        }

        PrintWriter out() {
            return spec.commandLine().getOut();
        }
    }

    /** {@code segel product list}. */
    @Command(
            name = "list",
            description = "Prints every version of every product, newest first, with its profile.",
            mixinStandardHelpOptions = true)
    static final class List extends OnIssuer {
        @Override
        public Integer call() {
            for (ProductVersion version : desk().all()) {
                out().println(line(version) + (version.active() ? "  offered" : ""));
            }
            out().flush();
            return 0;
        }
    }

    /** {@code segel product show}. */
    @Command(
            name = "show",
            description = "Prints the profile of the version that is offered now, to begin a change with.",
            mixinStandardHelpOptions = true)
    static final class Show extends OnIssuer {
        @Parameters(paramLabel = "CODE", description = "The product.")
        private String code = "";

        @Override
        public Integer call() {
            out().print(desk().offered(code).profile().definition());
            out().flush();
            return 0;
        }
    }

    /** {@code segel product change}. */
    @Command(
            name = "change",
            description = "Shows what another profile makes of a product's certificates; with --apply the product is"
                    + " offered with it from then on.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "What is compared is the TBSCertificate of a made-up person, made and linted by the code that issues.",
                "Applications begun before keep the profile they have. See docs/profiles.md."
            })
    static final class Change extends OnIssuer {
        private static final long LARGEST = 64L * 1024;

        @Parameters(index = "0", paramLabel = "CODE", description = "The product.")
        private String code = "";

        @Parameters(index = "1", paramLabel = "PROFILE.json", description = "The new profile.")
        private Path file = Path.of("profile.json");

        @Option(names = "--apply", description = "Change the product. Without it nothing is changed.")
        private boolean apply;

        @Override
        public Integer call() throws IOException {
            if (!Files.isReadable(file) || Files.size(file) > LARGEST) {
                throw new IllegalArgumentException(
                        "The profile " + file + " cannot be read, or is longer than 64 KiB. Name the right file.");
            }
            CertificateProfile profile = CertificateProfile.parse(Files.readString(file));
            ProductDesk desk = desk();
            ProfilePreview.Preview preview = desk.preview(code, profile);
            out().println("now:  " + line(preview.present()));
            out().println("then: profile " + profile.name() + " version " + profile.version() + ", SHA-256 "
                    + HexFormat.of().formatHex(profile.hash()));
            if (preview.difference().isEmpty()) {
                out().println("The certificates stay the same.");
            }
            preview.difference().forEach(out()::println);
            preview.findings().forEach(finding -> out().println("LINT " + finding));
            if (!preview.findings().isEmpty()) {
                out().println("Every certificate of this profile would be refused. Nothing was changed.");
                out().flush();
                return 1;
            }
            out().println(
                            apply
                                    ? line(desk.change(code, profile)) + " is offered now."
                                    : "Nothing was changed. Add --apply to offer the product with this profile.");
            out().flush();
            return 0;
        }
    }

    private static String line(ProductVersion version) {
        return version.code() + " version " + version.version() + ", issued by " + version.authority() + ", profile "
                + version.profile().name() + " version " + version.profile().version() + ", SHA-256 "
                + HexFormat.of().formatHex(version.profile().hash());
    }
}
