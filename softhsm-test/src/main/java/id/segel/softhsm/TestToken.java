package id.segel.softhsm;

import java.nio.file.Path;

/**
 * An initialised, empty SoftHSM2 token.
 *
 * @param module the PKCS#11 module it is reached through
 * @param label its label; a test finds it by this and nothing else
 * @param userPin of the normal user
 * @param soPin of the security officer
 */
@SuppressWarnings("ArrayRecordComponent") // PINs are char[] wherever they go; nobody compares tokens.
public record TestToken(Path module, String label, char[] userPin, char[] soPin) {
    /** Never the PINs. */
    @Override
    public String toString() {
        return "TestToken[" + label + "]";
    }
}
