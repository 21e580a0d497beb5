package id.segel.hsm;

import java.nio.file.Path;

/** Another process: holds the token directory, says so, and lets go when its input ends. */
final class DirectoryHolder {
    private DirectoryHolder() {}

    public static void main(String[] arguments) throws Exception {
        Place place = new Place(Path.of("/lib.so"), null, "ca", null);
        try (SoftHsmDirectory directory = SoftHsmDirectory.hold(place, System.getenv())) {
            System.out.println("held");
            System.in.readAllBytes();
        } catch (TokenException e) {
            System.out.println(e.getMessage());
        }
    }
}
