package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintRule;
import java.util.List;

/** Every rule of this version, in the order of the certificate's fields. */
public final class StandardRules {
    private StandardRules() {}

    public static List<LintRule> all() {
        return List.of(
                new DerRule(),
                new VersionRule(),
                new SerialPositiveRule(),
                new SerialLongRule(),
                new SignatureAlgorithmRule(),
                new IssuerNameRule(),
                new SubjectNameRule(),
                new SubjectStringTypesRule(),
                new SubjectCommonNameRule(),
                new SubjectPartsRule(),
                new ValidityPromisedRule(),
                new ValidityLengthRule(),
                new ValidityEncodingRule(),
                new ValidityWithinIssuerRule(),
                new SubjectPublicKeyRule(),
                new UniqueIdentifiersRule(),
                new ExtensionSetRule(),
                new ExtensionCriticalityRule(),
                new KeyUsageRule(),
                new ExtendedKeyUsageRule(),
                new BasicConstraintsRule(),
                new SubjectKeyIdentifierRule(),
                new AuthorityKeyIdentifierRule(),
                new PoliciesRule(),
                new CrlDistributionPointRule(),
                new AuthorityInformationAccessRule(),
                new SubjectAlternativeNameRule(),
                new OcspNoCheckRule());
    }
}
