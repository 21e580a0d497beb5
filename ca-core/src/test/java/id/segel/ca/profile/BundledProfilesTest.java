package id.segel.ca.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Approvals and certificates are bound to these texts: not an octet of one that was ever used may change. */
class BundledProfilesTest {
    @ParameterizedTest
    @CsvSource({
        "audit-signer, a4a5eeda5f0ce0fde262fc03588ebfc89578cc17bbedea8df920d3510edf5aff",
        "cross-ca, 2dbe143aef425675535d78996bd2eb503cc6735acf45c1e06530d4623cb5c9f3",
        "enrolment-signer, d3038896d49d70436d8f8c35f2abaf34b265097b0072d566101d9ce32e418784",
        "issuing-ca, 5b8c35d4ac9e13e28f2aa1ecf0ad45f1fd46e73fc3fccc4b922b4a7597331863",
        "ocsp-responder, fe38800eaf2e1cff4d0656a98263d462edf0bf0571bdd96da5b876db004fb718",
        "osd-lu-kelas-2-individu, fdb1c2f080918a0773d1fd37fc42cd66f17b6ce50c50d68aaa321fb3757185ee",
        "root-ca, 22046935da8e9c003c6af5f0413c6e396e00392a194001835e2d5fc50d76789f"
    })
    void aBundledProfileKeepsItsHash(String name, String sha256) {
        CertificateProfile profile = CertificateProfile.bundled(name);
        assertThat(HexFormat.of().formatHex(profile.hash())).isEqualTo(sha256);
        assertThat(profile.name()).isEqualTo(name);
        assertThat(profile.qcTerms()).as("QCStatements are EU only").isNull();
        assertThat(profile.customExtensions()).isEmpty();
        assertThat(profile.isKeyUsageCritical()).isTrue();
        assertThat(profile.ed25519Allowed()).isFalse();
        assertThat(profile.deniesAuthority()).isFalse();
    }

    @Test
    void theSeedProductsProfileSaysWhatItAlwaysSaid() {
        CertificateProfile profile = CertificateProfile.bundled("osd-lu-kelas-2-individu");
        assertThat(profile.kind()).isEqualTo(CertificateKind.SUBSCRIBER);
        assertThat(profile.validity()).isEqualTo(Duration.ofSeconds(730L * 86_400));
        assertThat(profile.renewalWindow()).isEqualTo(Duration.ofDays(30));
        assertThat(profile.subject())
                .extracting(CertificateProfile.SubjectPart::type)
                .containsExactly("C", "O", "OU", "serialNumber", "CN");
        assertThat(profile.rfc822NameField()).isEqualTo("email");
        assertThat(profile.takesSmtpUtf8Mailbox()).isFalse();
        assertThat(profile.keyUsage()).isEqualTo(Set.of("digitalSignature", "nonRepudiation"));
        assertThat(profile.hasOcspLocation() && profile.hasCaIssuersLocation()).isTrue();
        assertThat(profile.hasCrlDistributionPoint()).isTrue();
        assertThat(profile.policyTerms())
                .containsExactly(new PolicyTerms("2.25.229393928576792017122486961842499126000.2.1", null, null));
        assertThat(profile.keyRules().curves()).isEqualTo(Set.of("P-256", "P-384"));
    }
}
