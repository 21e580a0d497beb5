package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import java.util.List;

/**
 * The list of all rules, in the order a reader wants to hear of them: key, signature, name, extras, use of the key.
 */
public final class StandardChecks {

    private StandardChecks() {}

    /** Every rule. They have no state, so the list may be shared. */
    public static List<CsrCheck> all() {
        return List.of(
                new VersionCheck(),
                new KeyAlgorithmCheck(),
                new RsaLengthCheck(),
                new RsaExponentCheck(),
                new RsaModulusCheck(),
                new RsaParametersCheck(),
                new RsaSmallFactorCheck(),
                new RsaClosePrimesCheck(),
                new RocaCheck(),
                new RsaSharedPrimeCheck(),
                new RsaPrimeModulusCheck(),
                new EcCurveCheck(),
                new EcPointCheck(),
                new Ed25519KeyCheck(),
                new DebianWeakKeyCheck(),
                new SignatureAlgorithmCheck(),
                new ProofOfPossessionCheck(),
                new SubjectStringsCheck(),
                new CommonNameCheck(),
                new CountryCheck(),
                new AccountFieldsCheck(),
                new IdentityNumberCheck(),
                new ChallengePasswordCheck(),
                new AttributesCheck(),
                new ExtensionRequestCheck(),
                new CaRequestCheck(),
                new SubjectShapeCheck(),
                new SubjectScriptsCheck(),
                new AttributeOrderCheck(),
                new ExtensionValuesCheck(),
                new ExtendedKeyUsageCheck(),
                new RequestedNamesCheck(),
                new ForbiddenExtensionsCheck(),
                new ChallengeCheck(),
                new KeyUseCheck());
    }
}
