package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The inner signature algorithm is SHA-256, SHA-384 or SHA-512 with RSA or ECDSA, with exactly its parameters. */
final class SignatureStrengthRule extends NamedRule {
    private static final Set<String> ACCEPTED = accepted();

    SignatureStrengthRule() {
        super(
                "lint.signature-strength",
                "The inner signature algorithm is SHA-256, SHA-384 or SHA-512 with RSA or ECDSA, with exactly its"
                        + " parameters: NULL, PSS with the hash's own salt length, none for ECDSA; never MD5 or SHA-1.",
                "RFC 4055 3 and 5, RFC 5758 3.2, RFC 6151 2, RFC 6194 3.3",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        String found = hex(subject.signatureBytes());
        return ACCEPTED.contains(found)
                ? List.of()
                : List.of("the signature field " + found + " is none of the accepted algorithms");
    }

    /** The AlgorithmIdentifiers, written out here and not taken from the code that signs. */
    private static Set<String> accepted() {
        List<String> encodings = new ArrayList<>();
        // sha256WithRSAEncryption, sha384WithRSAEncryption, sha512WithRSAEncryption with NULL.
        for (String last : List.of("0b", "0c", "0d")) {
            encodings.add("300d06092a864886f70d0101" + last + "0500");
        }
        // RSASSA-PSS: hash with NULL, MGF1 with that hash, salt as long as the hash.
        pss(encodings, "01", "20");
        pss(encodings, "02", "30");
        pss(encodings, "03", "40");
        // ecdsa-with-SHA256, ecdsa-with-SHA384 without parameters.
        encodings.add("300a06082a8648ce3d040302");
        encodings.add("300a06082a8648ce3d040303");
        return encodings.stream()
                .map(each -> HexFormat.of().formatHex(HexFormat.of().parseHex(each)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void pss(List<String> encodings, String hash, String salt) {
        String digest = "300d06096086480165030402" + hash + "0500";
        encodings.add("304106092a864886f70d01010a3034a00f" + digest + "a11c301a06092a864886f70d010108" + digest
                + "a2030201" + salt);
    }
}
