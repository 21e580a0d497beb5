package id.segel.csr;

import java.util.List;

/** Fuzz target: no bytes before or behind a private key hide it, and no bytes bring the search down. */
public final class PrivateKeySearchFuzz {

    private static final byte[] KEY = SignedInfoFuzz.generator().getPrivate().getEncoded();

    private PrivateKeySearchFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        PrivateKeySearch.inBytes(input);
        if (!PrivateKeySearch.inBytes(FindingCases.join(input, KEY))
                || !PrivateKeySearch.inBytes(FindingCases.join(KEY, input))) {
            throw new AssertionError("a private key was not found");
        }
    }

    static List<byte[]> seeds() {
        return List.of(
                KEY, RequestBuilder.ecKey("secp384r1").getPrivate().getEncoded(), new byte[] {0x30, 0x03, 2, 1, 0});
    }
}
