package id.segel.ca.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing a profile can get wrong is refused, at its place, in a sentence that says what to do. */
class ProfileLanguageTest {
    static final String GOOD = """
            {
              "name": "uji", "version": 1, "kind": "SUBSCRIBER",
              "subject": [
                {"type": "C", "value": "ID"},
                {"type": "OU", "from": "unit", "optional": true},
                {"type": "CN", "from": "fullName"}
              ],
              "subjectAlternativeName": {"rfc822Name": "email"},
              "validitySeconds": 31536000,
              "renewalWindowSeconds": 2592000,
              "keyUsage": ["digitalSignature"],
              "extendedKeyUsage": ["1.3.6.1.5.5.7.3.4"],
              "policies": ["2.16.360.1.2.1.1"],
              "crlDistributionPoint": true,
              "authorityInformationAccess": {"ocsp": true},
              "basicConstraints": "absent",
              "extensions": [{"oid": "1.3.6.1.4.1.99999.1", "der": "0500"}],
              "keyRules": {"rsaAllowed": true, "rsaMinBits": 2048, "rsaMaxBits": 4096, "curves": ["P-256"]}
            }
            """;

    private static final String CA = """
            {
              "name": "uji-ca", "version": 1, "kind": "CA", "subject": [], "validitySeconds": 31536000,
              "certificationAuthority": {"pathLength": 0},
              "keyUsage": ["keyCertSign", "cRLSign"],
              "policies": ["2.5.29.32.0"],
              "keyRules": {"rsaAllowed": true, "rsaMinBits": 2048, "rsaMaxBits": 4096, "curves": []}
            }
            """;

    private static Arguments fault(String wanted, String instead, String pointer, String words) {
        return Arguments.of(GOOD, wanted, instead, pointer, words);
    }

    private static Arguments caFault(String wanted, String instead, String pointer, String words) {
        return Arguments.of(CA, wanted, instead, pointer, words);
    }

    static Stream<Arguments> faults() {
        return Stream.of(names(), subjects(), keys(), extensions(), authorities())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> names() {
        return Stream.of(
                fault("\"uji\"", "\"Uji Coba\"", "/name", "small letters"),
                fault("\"name\": \"uji\",", "", "/name", "missing"),
                fault("\"version\": 1", "\"version\": 0", "/version", "1 to 1000000"),
                fault("\"version\": 1", "\"version\": \"1\"", "/version", "whole number"),
                fault("SUBSCRIBER", "PERSON", "/kind", "PERSON is not one of"),
                fault("\"version\": 1", "\"version\": 1, \"colour\": \"red\"", "/colour", "no such field"),
                fault("31536000", "0", "/validitySeconds", "1 to"),
                fault("31536000", "-1", "/validitySeconds", "1 to"),
                fault("31536000", "3162240001", "/validitySeconds", "1 to 3162240000"),
                fault("31536000", "1.5", "/validitySeconds", "whole number"),
                fault("2592000", "31536000", "/renewalWindowSeconds", "less than validitySeconds"),
                fault("2592000", "-1", "/renewalWindowSeconds", "0 to"));
    }

    private static Stream<Arguments> subjects() {
        return Stream.of(
                fault("\"CN\"", "\"emailAddress\"", "/subject/2/type", "is not one of"),
                fault("\"type\": \"OU\"", "\"type\": \"CN\"", "/subject/2/type", "more than one CN"),
                fault("{\"type\": \"C\", \"value\": \"ID\"},", "", "/subject", "there is no C"),
                fault("\"CN\"", "\"O\"", "/subject", "there is no CN"),
                fault("\"value\": \"ID\"", "\"value\": \"XX\"", "/subject/0/value", "no country"),
                fault("\"value\": \"ID\"", "\"value\": \"ID\", \"from\": \"unit\"", "/subject/0", "either value"),
                fault("\"value\": \"ID\"", "\"from\": \"unit\"", "/subject/0/from", "no account field holds a country"),
                fault("\"from\": \"unit\"", "\"from\": \"nik\"", "/subject/1/from", "nik is not one of"),
                fault("\"from\": \"unit\"", "\"from\": \"email\"", "/subject/1/from", "subjectAlternativeName"),
                fault("\"type\": \"OU\"", "\"type\": \"serialNumber\"", "/subject/1/from", "PrintableString"),
                fault(
                        "\"from\": \"unit\", \"optional\": true",
                        "\"value\": \"" + "x".repeat(65) + "\"",
                        "/subject/1/value",
                        "65 characters"),
                fault(
                        "\"from\": \"unit\", \"optional\": true",
                        "\"value\": \"a\\u200bb\"",
                        "/subject/1/value",
                        "invisible"),
                fault("\"from\": \"unit\", \"optional\": true", "\"value\": \" a\"", "/subject/1/value", "blanks"),
                fault(
                        "\"type\": \"OU\", \"from\": \"unit\", \"optional\": true",
                        "\"type\": \"serialNumber\", \"value\": \"a_b\"",
                        "/subject/1/value",
                        "PrintableString"),
                fault(
                        "\"from\": \"fullName\"",
                        "\"from\": \"fullName\", \"optional\": true",
                        "/subject/2/optional",
                        "every subject has its CN"),
                fault(
                        "\"rfc822Name\": \"email\"",
                        "\"rfc822Name\": \"fullName\"",
                        "/subjectAlternativeName/rfc822Name",
                        "email"),
                fault(
                        "\"rfc822Name\": \"email\"",
                        "\"dNSName\": \"email\"",
                        "/subjectAlternativeName/dNSName",
                        "no such field"));
    }

    private static Stream<Arguments> keys() {
        return Stream.of(
                fault("[\"digitalSignature\"]", "[\"digitalSignature\", \"digitalSignature\"]", "/keyUsage/1", "twice"),
                fault("[\"digitalSignature\"]", "[\"signing\"]", "/keyUsage", "signing is not one of"),
                fault("[\"digitalSignature\"]", "[]", "/keyUsage", "missing"),
                fault("[\"digitalSignature\"]", "[\"digitalSignature\", \"keyEncipherment\"]", "/keyUsage", "RFC 8813"),
                fault("[\"digitalSignature\"]", "[\"digitalSignature\", \"keyAgreement\"]", "/keyUsage", "RFC 3279"),
                fault(
                        "[\"digitalSignature\"]",
                        "[\"digitalSignature\", \"keyCertSign\"]",
                        "/keyUsage",
                        "only a profile of kind CA"),
                fault(
                        "[\"1.3.6.1.5.5.7.3.4\"]",
                        "[\"1.3.6.1.5.5.7.3.4\", \"1.3.6.1.5.5.7.3.4\"]",
                        "/extendedKeyUsage/1",
                        "twice"),
                fault("1.3.6.1.5.5.7.3.4", "3.1.2", "/extendedKeyUsage", "no object identifier"),
                fault("1.3.6.1.5.5.7.3.4", "2.5.29.37.0", "/extendedKeyUsage", "anyExtendedKeyUsage"),
                fault("1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.9", "/extendedKeyUsage", "only a profile of kind OCSP"),
                fault("1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.8", "/extendedKeyUsage", "alone and critical"),
                fault("[\"digitalSignature\"],", "[\"dataEncipherment\"],", "/extendedKeyUsage", "RFC 5280 4.2.1.12"),
                fault("\"rsaMinBits\": 2048", "\"rsaMinBits\": 1024", "/keyRules/rsaMinBits", "2048 to"),
                fault("\"rsaMinBits\": 2048", "\"rsaMinBits\": 8192", "/keyRules/rsaMaxBits", "below rsaMinBits"),
                fault("[\"P-256\"]", "[\"P-192\"]", "/keyRules/curves", "P-192 is not one of"),
                fault(
                        "\"rsaAllowed\": true, \"rsaMinBits\": 2048, \"rsaMaxBits\": 4096, \"curves\": [\"P-256\"]",
                        "\"rsaAllowed\": false, \"rsaMinBits\": 2048, \"rsaMaxBits\": 4096, \"curves\": []",
                        "/keyRules",
                        "no key at all"),
                fault(
                        "\"curves\": [\"P-256\"]",
                        "\"curves\": [], \"ed25519\": \"yes\"",
                        "/keyRules/ed25519",
                        "true or false"));
    }

    private static Stream<Arguments> extensions() {
        String policy = "[\"2.16.360.1.2.1.1\"]";
        String extension = "{\"oid\": \"1.3.6.1.4.1.99999.1\", \"der\": \"0500\"}";
        return Stream.of(
                fault(policy, "[\"2.16.360.01\"]", "/policies/0", "no object identifier"),
                fault(policy, "[\"2.16.360\", \"2.16.360\"]", "/policies/1", "twice"),
                fault(policy, "[\"2.5.29.32.0\"]", "/policies", "anyPolicy"),
                fault(
                        policy,
                        "[{\"oid\": \"2.16.360\", \"cps\": \"ftp://a.example/\"}]",
                        "/policies/0/cps",
                        "no address"),
                fault(
                        policy,
                        "[{\"oid\": \"2.16.360\", \"userNotice\": \"" + "n".repeat(201) + "\"}]",
                        "/policies/0/userNotice",
                        "200"),
                fault("{\"ocsp\": true}", "{\"ocsp\": false}", "/authorityInformationAccess", "names nothing"),
                fault("{\"ocsp\": true}", "\"yes\"", "/authorityInformationAccess", "true or false"),
                fault(
                        "\"crlDistributionPoint\": true,\n  \"authorityInformationAccess\": {\"ocsp\": true}",
                        "\"crlDistributionPoint\": false",
                        "/crlDistributionPoint",
                        "revoked"),
                fault("\"absent\"", "\"none\"", "/basicConstraints", "neither absent nor ca-false"),
                fault("\"absent\"", "\"absent\", \"ocspNoCheck\": true", "/ocspNoCheck", "kind OCSP"),
                fault(
                        "\"absent\"",
                        "\"absent\", \"certificationAuthority\": {}",
                        "/certificationAuthority",
                        "in no other"),
                fault("\"absent\"", "\"absent\", \"qcStatements\": {}", "/qcStatements", "states nothing"),
                fault(
                        "\"absent\"",
                        "\"absent\", \"qcStatements\": {\"types\": [\"stamp\"]}",
                        "/qcStatements/types",
                        "stamp is not one of"),
                fault(
                        "\"absent\"",
                        "\"absent\", \"qcStatements\": {\"disclosures\": [{\"url\": \"http://a.example/\", \"language\": \"en\"}]}",
                        "/qcStatements/disclosures/0/url",
                        "https"),
                fault(
                        "\"absent\"",
                        "\"absent\", \"qcStatements\": {\"disclosures\": [{\"url\": \"https://a.example/\", \"language\": \"id\"}]}",
                        "/qcStatements/disclosures",
                        "English"),
                fault("1.3.6.1.4.1.99999.1", "2.5.29.19", "/extensions/0/oid", "standard extension"),
                fault("1.3.6.1.4.1.99999.1", "1.3.6.1.5.5.7.48.1.5", "/extensions/0/oid", "standard extension"),
                fault("1.3.6.1.4.1.99999.1", "9.1", "/extensions/0/oid", "no object identifier"),
                fault(extension, extension + "," + extension, "/extensions/1/oid", "twice"),
                fault("\"0500\"", "\"050\"", "/extensions/0/der", "cannot be used"),
                fault("\"0500\"", "\"05000500\"", "/extensions/0/der", "not one DER value"),
                fault("\"0500\"", "\"30800000\"", "/extensions/0/der", "not one DER value"),
                fault("\"0500\"", "\"3106020102020101\"", "/extensions/0/der", "BER and not DER"),
                fault(
                        "\"der\": \"0500\"",
                        "\"printableString\": \"a_b\"",
                        "/extensions/0/printableString",
                        "cannot be used"),
                fault("\"der\": \"0500\"", "\"ia5String\": \"\u00e9\"", "/extensions/0/ia5String", "cannot be used"),
                fault(
                        "\"der\": \"0500\"",
                        "\"objectIdentifier\": \"1\"",
                        "/extensions/0/objectIdentifier",
                        "no object identifier"),
                fault("\"der\": \"0500\"", "\"critical\": true", "/extensions/0", "give the value once"),
                fault("\"der\": \"0500\"", "\"der\": \"0500\", \"null\": true", "/extensions/0", "give the value once"),
                fault(
                        "\"der\": \"0500\"",
                        "\"utf8String\": \"" + "x".repeat(2048) + "\"",
                        "/extensions/0",
                        "at most 2048"));
    }

    private static Stream<Arguments> authorities() {
        return Stream.of(
                caFault("\"certificationAuthority\": {\"pathLength\": 0},", "", "/certificationAuthority", "kind CA"),
                caFault("\"pathLength\": 0", "\"pathLength\": -1", "/certificationAuthority/pathLength", "0 to"),
                caFault("[\"keyCertSign\", \"cRLSign\"]", "[\"cRLSign\"]", "/keyUsage", "needs keyCertSign"),
                caFault(
                        "\"subject\": []",
                        "\"subject\": [{\"type\": \"C\", \"value\": \"ID\"}]",
                        "/subject",
                        "the ceremony names"),
                caFault(
                        "\"kind\": \"CA\"",
                        "\"kind\": \"CA\", \"keyUsageCritical\": false",
                        "/keyUsageCritical",
                        "critical"),
                caFault(
                        "\"kind\": \"CA\"",
                        "\"kind\": \"CA\", \"basicConstraints\": \"ca-false\"",
                        "/basicConstraints",
                        "leave it out"),
                caFault("\"curves\": []", "\"curves\": [], \"ed25519\": true", "/keyRules", "Ed25519"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsRefusedAtItsPlace(String base, String wanted, String instead, String pointer, String words) {
        String definition = base.replace(wanted, instead);
        assertThat(definition).as("the replacement changes something").isNotEqualTo(base);
        InvalidProfileException refusal =
                catchThrowableOfType(InvalidProfileException.class, () -> CertificateProfile.parse(definition));
        assertThat(refusal).as("it is refused").isNotNull();
        assertThat(refusal.faults()).anySatisfy(fault -> {
            assertThat(fault.pointer()).isEqualTo(pointer);
            assertThat(fault.message()).contains(words);
        });
        assertThat(refusal).hasMessageContaining(pointer).hasMessageContaining(words);
    }

    @Test
    void theProfilesThatAreBrokenHereAreGoodBefore() {
        assertThat(CertificateProfile.parse(GOOD).name()).isEqualTo("uji");
        assertThat(CertificateProfile.parse(CA).pathLength()).isZero();
    }

    @Test
    void aProfileMayTakeEd25519Alone() {
        CertificateProfile profile = CertificateProfile.parse(
                GOOD.replace(
                        "\"rsaAllowed\": true, \"rsaMinBits\": 2048, \"rsaMaxBits\": 4096, \"curves\": [\"P-256\"]",
                        "\"rsaAllowed\": false, \"rsaMinBits\": 2048, \"rsaMaxBits\": 4096, \"curves\": [], \"ed25519\": true"));
        assertThat(profile.ed25519Allowed()).isTrue();
        assertThat(profile.keyRules().ed25519Allowed()).isTrue();
        assertThat(profile.keyRules().rsaAllowed()).isFalse();
    }

    @Test
    void allFaultsAreToldAtOnce() {
        String definition = GOOD.replace("31536000", "0")
                .replace("\"CN\"", "\"X\"")
                .replace("1.3.6.1.4.1.99999.1", "2.5.29.19")
                .replace("[\"P-256\"]", "[\"P-192\"]");
        assertThatThrownBy(() -> CertificateProfile.parse(definition))
                .isInstanceOfSatisfying(
                        InvalidProfileException.class,
                        refusal -> assertThat(refusal.faults())
                                .extracting(ProfileFault::pointer)
                                .contains(
                                        "/validitySeconds",
                                        "/subject/2/type",
                                        "/subject",
                                        "/extensions/0/oid",
                                        "/keyRules/curves"));
    }

    @Test
    void whatIsNoJsonOrTooMuchIsRefused() {
        assertThatThrownBy(() -> CertificateProfile.parse("{")).isInstanceOf(InvalidProfileException.class);
        assertThatThrownBy(() -> CertificateProfile.parse("[]")).hasMessageContaining("object");
        assertThatThrownBy(() -> CertificateProfile.parse("")).isInstanceOf(InvalidProfileException.class);
        assertThatThrownBy(() -> CertificateProfile.parse(GOOD + "{}")).isInstanceOf(InvalidProfileException.class);
        assertThatThrownBy(() ->
                        CertificateProfile.parse(GOOD.replace("\"version\": 1", "\"version\": 1, \"version\": 2")))
                .hasMessageContaining("version");
        assertThatThrownBy(() -> CertificateProfile.parse(GOOD + " ".repeat(32 * 1024)))
                .hasMessageContaining("at most 32768");
        assertThatThrownBy(() -> CertificateProfile.parse("[".repeat(5000))).hasMessageContaining("nesting depth");
        String parts = "{\"type\": \"OU\", \"value\": \"a\"},".repeat(33);
        assertThatThrownBy(
                        () -> CertificateProfile.parse(GOOD.replace("{\"type\": \"OU\"", parts + "{\"type\": \"OU\"")))
                .hasMessageContaining("at most 32");
        String more = ", {\"oid\": \"1.3.6.1.4.1.99999.2\", \"null\": true}".repeat(16);
        assertThatThrownBy(() -> CertificateProfile.parse(GOOD.replace("\"0500\"}", "\"0500\"}" + more)))
                .hasMessageContaining("at most 16");
    }

    @Test
    void typedValuesOfExtensionsAreEncoded() {
        String typed = GOOD.replace(
                "{\"oid\": \"1.3.6.1.4.1.99999.1\", \"der\": \"0500\"}",
                String.join(
                        ",",
                        "{\"oid\": \"1.3.6.1.4.1.99999.1\", \"null\": true, \"critical\": true}",
                        "{\"oid\": \"1.3.6.1.4.1.99999.2\", \"utf8String\": \"\u00e9\"}",
                        "{\"oid\": \"1.3.6.1.4.1.99999.3\", \"printableString\": \"A\"}",
                        "{\"oid\": \"1.3.6.1.4.1.99999.4\", \"ia5String\": \"@\"}",
                        "{\"oid\": \"1.3.6.1.4.1.99999.5\", \"objectIdentifier\": \"1.2.3\"}"));
        List<CustomExtension> extensions = CertificateProfile.parse(typed).customExtensions();
        assertThat(extensions)
                .extracting(each -> java.util.HexFormat.of().formatHex(each.value()))
                .containsExactly("0500", "0c02c3a9", "130141", "160140", "06022a03");
        assertThat(extensions).extracting(CustomExtension::critical).containsExactly(true, false, false, false, false);
    }
}
