package id.segel.lock;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The server's base address, checked before anything is sent: https, or plain http to this very machine, because the
 * requests carry a token.
 */
final class ServerAddress {

    private static final Pattern ADDRESS_LITERAL = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+]");

    private final String base;

    private ServerAddress(String base) {
        this.base = base;
    }

    /**
     * @param insecureAllowed whether the applicant accepts plain http to other machines
     */
    static ServerAddress of(String text, boolean insecureAllowed) throws LockException {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw invalid(text);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !scheme.equals("https") && !scheme.equals("http")) {
            throw invalid(text);
        }
        if (scheme.equals("http") && !insecureAllowed && !isThisMachine(host)) {
            throw new LockException(Message.SERVER_INSECURE, Terminal.safe(text));
        }
        String base = uri.toString();
        while (base.endsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
        return new ServerAddress(base);
    }

    /** The address of something on the server. */
    URI resolve(String path) {
        return URI.create(base + path);
    }

    @Override
    public String toString() {
        return base;
    }

    /** By name or literal only: what a name server says must not decide whether a token is sent in the clear. */
    private static boolean isThisMachine(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return ADDRESS_LITERAL.matcher(host).matches()
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static LockException invalid(String text) {
        return new LockException(Message.SERVER_ADDRESS, Terminal.safe(text));
    }
}
