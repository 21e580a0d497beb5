package id.segel.local;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Starts a server as {@link TestHome#configuration()} has it, tells its number and port, and waits to be killed. */
final class LauncherMain {
    private LauncherMain() {}

    public static void main(String[] arguments) throws Exception {
        PostgresServer server =
                PostgresServer.start(TestHome.configuration(Path.of(arguments[0], "database"), Path.of(arguments[1])));
        System.out.println("started " + server.pid() + " " + server.port());
        // A test that dies leaves no launcher for ever.
        TimeUnit.MINUTES.sleep(2);
    }
}
