package id.segel.csr;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * Fuzz target: the walk through DER. What it lets through as whole, Bouncy Castle's parser either refuses or encodes again
 * with definite lengths to the very bytes.
 */
public final class DerWalkFuzz {

    private DerWalkFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        int[] elements = new int[1];
        DerWalk.Result result = DerWalk.walk(input, (tag, offset, length) -> {
            elements[0]++;
            if (tag < 0 || tag > 0xff || offset < 2 || length < 0 || offset + length > input.length) {
                throw new AssertionError("an element outside the bytes: " + tag + ", " + offset + ", " + length);
            }
        });
        if (elements[0] > DerWalk.MAX_ELEMENTS || result.position() < 0 || result.position() > input.length) {
            throw new AssertionError("the walk ended at " + result + " after " + elements[0]);
        }
        if (result.ending() == DerWalk.Ending.WHOLE) {
            assertOneForm(input);
        }
    }

    private static void assertOneForm(byte[] der) {
        byte[] again;
        try {
            again = ASN1Primitive.fromByteArray(der).getEncoded(ASN1Encoding.DL);
        } catch (IOException | RuntimeException e) {
            // Walked through, and refused by the parser behind: it knows what each type may hold.
            return;
        }
        if (!Arrays.equals(der, again)) {
            throw new AssertionError("encoded again it is different");
        }
    }
}
