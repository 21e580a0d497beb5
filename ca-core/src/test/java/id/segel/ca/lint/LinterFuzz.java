package id.segel.ca.lint;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * Fuzz target: any bytes in place of a certificate about to be signed. The linter always answers (a rule that cannot look is
 * a finding), and what passes is DER that encodes again to the very bytes.
 */
public final class LinterFuzz {

    private static final Linter LINTER = Linter.standard();
    private static final TbsRecipe SUBSCRIBER = TbsRecipe.subscriber();
    private static final TbsRecipe AUTHORITY = TbsRecipe.issuingAuthority();

    private LinterFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] tbs) {
        check(SUBSCRIBER, tbs);
        check(AUTHORITY, tbs);
    }

    private static void check(TbsRecipe recipe, byte[] tbs) {
        List<LintFinding> findings = LINTER.check(recipe.subjectOfLint(tbs));
        for (LintFinding finding : findings) {
            if (finding.rule().isBlank() || finding.message().isBlank()) {
                throw new AssertionError("a finding says nothing: " + finding);
            }
        }
        if (findings.isEmpty()) {
            try {
                if (!Arrays.equals(tbs, TBSCertificate.getInstance(tbs).getEncoded(ASN1Encoding.DER))) {
                    throw new AssertionError("what passed encodes differently");
                }
            } catch (IOException e) {
                throw new AssertionError("what passed cannot be encoded", e);
            }
        }
    }

    public static List<byte[]> seeds() {
        return List.of(
                TbsRecipe.subscriber().tbs(), TbsRecipe.issuingAuthority().tbs());
    }
}
