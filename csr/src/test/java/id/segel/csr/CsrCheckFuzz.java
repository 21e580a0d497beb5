package id.segel.csr;

/** Fuzz target: any bytes through the whole check, with an account, a challenge and a look-up of keys. */
public final class CsrCheckFuzz {

    private CsrCheckFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        SoundReport.about(input);
    }
}
