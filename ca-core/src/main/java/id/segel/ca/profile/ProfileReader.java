package id.segel.ca.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a definition and finds everything that is wrong with it, in one look. */
final class ProfileReader {
    private static final int LONGEST_DEFINITION = 32 * 1024;
    private static final long MOST_SECONDS = 100L * 366 * 86_400;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{1,62}");
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(20)
                            .maxStringLength(LONGEST_DEFINITION)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ProfileReader() {}

    /**
     * @throws InvalidProfileException with every fault
     */
    static ProfileContent read(String definition) {
        int length = definition.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_DEFINITION) {
            throw invalid(
                    "(unread)",
                    "it has " + length + " octets; at most " + LONGEST_DEFINITION + " are taken. Shorten it");
        }
        JsonNode tree;
        try {
            tree = JSON.readTree(definition);
        } catch (JsonProcessingException e) {
            throw new InvalidProfileException(
                    "(unread)",
                    List.of(new ProfileFault(
                            "",
                            "it cannot be read as JSON: " + e.getOriginalMessage()
                                    + (e.getLocation() == null
                                            ? ""
                                            : ", line " + e.getLocation().getLineNr()))));
        }
        List<ProfileFault> faults = new ArrayList<>();
        ProfileContent content = content(new JsonPlace(tree, "", faults));
        if (!faults.isEmpty() || content == null) {
            throw new InvalidProfileException(
                    tree.path("name").asText("(no name)") + " version "
                            + tree.path("version").asText("(none)"),
                    faults);
        }
        return content;
    }

    private static InvalidProfileException invalid(String profile, String message) {
        return new InvalidProfileException(profile, List.of(new ProfileFault("", message)));
    }

    private static @Nullable ProfileContent content(JsonPlace profile) {
        if (!profile.isObject()) {
            profile.fault("give an object, in { }");
            return null;
        }
        profile.isObjectOf(
                "name",
                "version",
                "kind",
                "subject",
                "subjectAlternativeName",
                "validitySeconds",
                "renewalWindowSeconds",
                "keyUsage",
                "keyUsageCritical",
                "extendedKeyUsage",
                "extendedKeyUsageCritical",
                "policies",
                "crlDistributionPoint",
                "authorityInformationAccess",
                "ocspNoCheck",
                "certificationAuthority",
                "basicConstraints",
                "qcStatements",
                "extensions",
                "keyRules");
        String name = profile.requiredText("name");
        if (name != null && !NAME.matcher(name).matches()) {
            profile.fault("name", name + " is not 2 to 63 small letters, digits and -");
        }
        long version = profile.requiredNumber("version", 1, 1_000_000);
        CertificateKind kind = kind(profile);
        long validity = profile.requiredNumber("validitySeconds", 1, MOST_SECONDS);
        long window = profile.has("renewalWindowSeconds")
                ? profile.requiredNumber("renewalWindowSeconds", 0, MOST_SECONDS)
                : 0;
        if (window >= validity && window > 0) {
            profile.fault("renewalWindowSeconds", window + " must be less than validitySeconds, " + validity);
        }
        SubjectSection subject = SubjectSection.read(profile);
        KeySection key = KeySection.read(profile);
        List<PolicyTerms> policies = PolicySection.read(profile);
        PointerSection pointers = PointerSection.read(profile);
        ConstraintSection constraints = ConstraintSection.read(profile);
        QcTerms qualified = QcSection.read(profile);
        List<CustomExtension> extensions = ExtensionSection.read(profile);
        if (name == null || kind == null) {
            return null;
        }
        subject.check(profile, kind);
        key.check(profile, kind);
        PolicySection.check(profile, policies, kind);
        pointers.check(profile, kind);
        constraints.check(profile, kind);
        QcSection.check(profile, qualified, kind);
        return new ProfileContent(
                name,
                (int) version,
                kind,
                subject,
                validity,
                window,
                key,
                policies,
                pointers,
                constraints,
                qualified,
                extensions);
    }

    private static @Nullable CertificateKind kind(JsonPlace profile) {
        String kind = profile.requiredText("kind");
        if (kind == null) {
            return null;
        }
        for (CertificateKind each : CertificateKind.values()) {
            if (each.name().equals(kind)) {
                return each;
            }
        }
        profile.fault("kind", kind + " is not one of " + List.of(CertificateKind.values()));
        return null;
    }
}
