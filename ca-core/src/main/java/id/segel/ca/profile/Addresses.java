package id.segel.ca.profile;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Addresses that stand in profiles. */
final class Addresses {
    private static final int LONGEST = 512;

    private Addresses() {}

    /** Whether it is an absolute ASCII address of one of the schemes, with a host, without user and fragment. */
    static boolean isAddress(String text, Set<String> schemes) {
        if (text.length() > LONGEST || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null
                    && schemes.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
