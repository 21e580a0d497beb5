package id.segel.ca.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.segel.ca.store.Sha256;
import id.segel.csr.KeyRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A certificate profile, read from its JSON definition and checked. Immutable and thread-safe. The definition's text, not
 * its parsed form, is what is hashed and stored.
 */
public final class CertificateProfile {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> SUBJECT_TYPES =
            Set.of("C", "O", "OU", "serialNumber", "CN", "title", "givenName", "surname");
    private static final Set<String> FIELDS =
            Set.of("agency", "unit", "subscriberNumber", "fullName", "position", "email");
    private static final Set<String> KEY_USAGES = Set.of(
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign");

    private final String definition;
    private final byte[] hash;
    private final Content content;

    private CertificateProfile(String definition, Content content) {
        this.definition = definition;
        this.content = content;
        this.hash = Sha256.of(definition.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads and checks a definition.
     *
     * @throws IllegalArgumentException naming the profile and everything that is wrong with it
     */
    public static CertificateProfile parse(String definition) {
        Content content;
        try {
            content = JSON.readValue(definition, Content.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a certificate profile cannot be read: " + e.getOriginalMessage(), e);
        }
        List<String> faults = faults(content);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("certificate profile " + content.name() + " version " + content.version()
                    + ": " + String.join("; ", faults));
        }
        return new CertificateProfile(definition, content);
    }

    /** One of the profiles that come with the service, by its name. */
    public static CertificateProfile bundled(String name) {
        String resource = name + ".json";
        try (InputStream in = CertificateProfile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no bundled certificate profile " + name);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the bundled certificate profile " + name + " cannot be read", e);
        }
    }

    private static List<String> faults(Content content) {
        List<String> faults = new ArrayList<>();
        if (content.name() == null || content.kind() == null || content.keyRules() == null) {
            faults.add("name, kind and keyRules are needed");
            return faults;
        }
        if (content.validitySeconds() <= 0) {
            faults.add("validitySeconds must be positive, not " + content.validitySeconds());
        }
        if (content.renewalWindowSeconds() < 0 || content.renewalWindowSeconds() >= content.validitySeconds()) {
            faults.add("renewalWindowSeconds must be less than validitySeconds");
        }
        for (SubjectPart part : content.subject()) {
            if (!SUBJECT_TYPES.contains(part.type())) {
                faults.add("subject type " + part.type() + " is not one of " + SUBJECT_TYPES);
            }
            if ((part.value() == null) == (part.from() == null)) {
                faults.add("subject part " + part.type() + " needs either value or from");
            }
            if (part.from() != null && !FIELDS.contains(part.from())) {
                faults.add("subject field " + part.from() + " is not one of " + FIELDS);
            }
        }
        for (String usage : content.keyUsage()) {
            if (!KEY_USAGES.contains(usage)) {
                faults.add("key usage " + usage + " is not known");
            }
        }
        boolean authority = content.kind() == CertificateKind.CA;
        if (authority != (content.certificationAuthority() != null)) {
            faults.add("certificationAuthority stands in profiles of kind CA and in no other");
        }
        boolean signsOthers =
                content.keyUsage().contains("keyCertSign") || content.keyUsage().contains("cRLSign");
        if (signsOthers && !authority) {
            faults.add("only a profile of kind CA may have keyCertSign or cRLSign");
        }
        if (content.kind() == CertificateKind.SUBSCRIBER && content.subject().isEmpty()) {
            faults.add("a subscriber profile needs a subject template");
        }
        return faults;
    }

    public String name() {
        return content.name();
    }

    public int version() {
        return content.version();
    }

    public CertificateKind kind() {
        return content.kind();
    }

    /** The exact text of the definition. */
    public String definition() {
        return definition;
    }

    /** SHA-256 of the definition's UTF-8 bytes. */
    public byte[] hash() {
        return hash.clone();
    }

    /** Subject template, in order; empty where the ceremony or policy names the subject. */
    public List<SubjectPart> subject() {
        return content.subject();
    }

    /** The account field that becomes rfc822Name in the subject alternative name, if any. */
    public @Nullable String rfc822NameField() {
        return content.subjectAlternativeName() == null
                ? null
                : content.subjectAlternativeName().rfc822Name();
    }

    /** How long a certificate is valid, the last second included. */
    public Duration validity() {
        return Duration.ofSeconds(content.validitySeconds());
    }

    /** How long before its end a certificate may be renewed. */
    public Duration renewalWindow() {
        return Duration.ofSeconds(content.renewalWindowSeconds());
    }

    /** Names of the key usage bits as RFC 5280 4.2.1.3 has them. */
    public Set<String> keyUsage() {
        return Set.copyOf(content.keyUsage());
    }

    /** Object identifiers of extended key usages. */
    public List<String> extendedKeyUsage() {
        return content.extendedKeyUsage();
    }

    /** Object identifiers of certificate policies. */
    public List<String> policies() {
        return content.policies();
    }

    public boolean hasCrlDistributionPoint() {
        return content.crlDistributionPoint();
    }

    public boolean hasAuthorityInformationAccess() {
        return content.authorityInformationAccess();
    }

    public boolean hasOcspNoCheck() {
        return content.ocspNoCheck();
    }

    public boolean isCertificationAuthority() {
        return content.certificationAuthority() != null;
    }

    /** pathLenConstraint of a CA certificate; null for none. */
    public @Nullable Integer pathLength() {
        return content.certificationAuthority() == null
                ? null
                : content.certificationAuthority().pathLength();
    }

    /** What the subject's key must be like. */
    public KeyRules keyRules() {
        return new KeyRules(
                content.keyRules().rsaMinBits(),
                content.keyRules().rsaMaxBits(),
                Set.copyOf(content.keyRules().curves()),
                content.keyRules().rsaAllowed());
    }

    /**
     * One attribute of the subject template.
     *
     * @param type attribute type: C, O, OU, serialNumber, CN ...
     * @param value a fixed value, or null
     * @param from the account field the value comes from, or null
     * @param optional left out when the field is empty
     */
    public record SubjectPart(
            String type, @Nullable String value, @Nullable String from, boolean optional) {}

    private record Content(
            @JsonProperty("name") String name,
            @JsonProperty("version") int version,
            @JsonProperty("kind") CertificateKind kind,
            @JsonProperty("subject") List<SubjectPart> subject,

            @JsonProperty("subjectAlternativeName") @Nullable
            AlternativeName subjectAlternativeName,

            @JsonProperty("validitySeconds") long validitySeconds,
            @JsonProperty("renewalWindowSeconds") long renewalWindowSeconds,
            @JsonProperty("keyUsage") List<String> keyUsage,
            @JsonProperty("extendedKeyUsage") List<String> extendedKeyUsage,
            @JsonProperty("policies") List<String> policies,
            @JsonProperty("crlDistributionPoint") boolean crlDistributionPoint,
            @JsonProperty("authorityInformationAccess") boolean authorityInformationAccess,
            @JsonProperty("ocspNoCheck") boolean ocspNoCheck,

            @JsonProperty("certificationAuthority") @Nullable
            AuthorityConstraints certificationAuthority,

            @JsonProperty("keyRules") Keys keyRules) {
        Content {
            subject = subject == null ? List.of() : List.copyOf(subject);
            keyUsage = keyUsage == null ? List.of() : List.copyOf(keyUsage);
            extendedKeyUsage = extendedKeyUsage == null ? List.of() : List.copyOf(extendedKeyUsage);
            policies = policies == null ? List.of() : List.copyOf(policies);
        }
    }

    private record AlternativeName(
            @JsonProperty("rfc822Name") String rfc822Name) {}

    private record AuthorityConstraints(
            @JsonProperty("pathLength") @Nullable Integer pathLength) {}

    private record Keys(
            @JsonProperty("rsaAllowed") boolean rsaAllowed,
            @JsonProperty("rsaMinBits") int rsaMinBits,
            @JsonProperty("rsaMaxBits") int rsaMaxBits,
            @JsonProperty("curves") List<String> curves) {}
}
