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
                new SerialRandomRule(),
                new SerialPromisedRule(),
                new SignatureAlgorithmRule(),
                new SignatureStrengthRule(),
                new SignatureFitsKeyRule(),
                new IssuerNameRule(),
                new SubjectNameRule(),
                new SubjectNotIssuerRule(),
                new SubjectStringTypesRule(),
                new SubjectPrintableRule(),
                new SubjectLengthsRule(),
                new SubjectCharactersRule(),
                new SubjectCountryRule(),
                new SubjectCommonNameRule(),
                new SubjectPartsRule(),
                new SubjectTemplateRule(),
                new ValidityPromisedRule(),
                new ValidityLengthRule(),
                new ValidityEncodingRule(),
                new ValidityWithinIssuerRule(),
                new SubjectPublicKeyRule(),
                new PublicKeyFormRule(),
                new PublicKeyRulesRule(),
                new UniqueIdentifiersRule(),
                new ExtensionSetRule(),
                new ExtensionOrderRule(),
                new ExtensionCriticalityRule(),
                new ExtensionBytesRule(),
                new KeyUsageRule(),
                new KeyUsageAuthorityRule(),
                new KeyUsageFitsKeyRule(),
                new ExtendedKeyUsageRule(),
                new ExtendedKeyUsageFitsRule(),
                new BasicConstraintsRule(),
                new SubjectKeyIdentifierRule(),
                new AuthorityKeyIdentifierRule(),
                new PoliciesRule(),
                new PolicyFormRule(),
                new CrlDistributionPointRule(),
                new AuthorityInformationAccessRule(),
                new SubjectAlternativeNameRule(),
                new MailAddressRule(),
                new OcspNoCheckRule(),
                new QcStatementsRule(),
                new CustomExtensionsRule());
    }
}
