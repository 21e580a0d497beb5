package id.segel.api.command;

import id.segel.api.config.ConfigurationFile;
import id.segel.api.server.Service;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code segel server}. */
@Command(
        name = "server",
        description = "Runs a node until it gets INT or TERM.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The file says which roles the node has, where database and tokens are, and which ports it listens on.",
            "Passwords and PINs stand in files of their own with mode 0600. SEGEL_PUBLIC_URL names the public address",
            "where the file does not."
        })
public final class ServerCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG.yml", description = "The node's configuration.")
    private Path file = Path.of("segel.yml");

    @Override
    public Integer call() throws InterruptedException {
        Service service = Service.start(ConfigurationFile.read(file, System.getenv()));
        // Not a line of the log: the link is for the one who started the service and for nobody else.
        service.firstAdministratorLink()
                .ifPresent(link ->
                        System.out.println("Nobody can administer yet. Open this once within 24 hours: " + link));
        service.join();
        return 0;
    }
}
