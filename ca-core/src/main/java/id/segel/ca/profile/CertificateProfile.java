package id.segel.ca.profile;

import id.segel.ca.store.Sha256;
import id.segel.csr.KeyRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A certificate profile, read from its JSON definition and checked. Immutable and thread-safe. The definition's text, not
 * its parsed form, is what is hashed and stored. The language is described in docs/profiles.md.
 */
public final class CertificateProfile {
    private final String definition;
    private final byte[] hash;
    private final ProfileContent content;

    private CertificateProfile(String definition, ProfileContent content) {
        this.definition = definition;
        this.content = content;
        this.hash = Sha256.of(definition.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads and checks a definition.
     *
     * @throws InvalidProfileException with everything that is wrong with it and where
     */
    public static CertificateProfile parse(String definition) {
        return new CertificateProfile(definition, ProfileReader.read(definition));
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
        return content.subject().parts();
    }

    /** The account field that becomes the e-mail address in the subject alternative name, if any. */
    public @Nullable String rfc822NameField() {
        return content.subject().emailField();
    }

    /** Whether an e-mail address with a non-ASCII local part is taken, as SmtpUTF8Mailbox (RFC 9598). */
    public boolean takesSmtpUtf8Mailbox() {
        return content.subject().smtpUtf8Mailbox();
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
        return Set.copyOf(content.key().usage());
    }

    public boolean isKeyUsageCritical() {
        return content.key().usageCritical();
    }

    /** Object identifiers of extended key usages, in order. */
    public List<String> extendedKeyUsage() {
        return content.key().extended();
    }

    public boolean isExtendedKeyUsageCritical() {
        return content.key().extendedCritical();
    }

    /** Object identifiers of certificate policies, in order. */
    public List<String> policies() {
        return content.policies().stream().map(PolicyTerms::oid).toList();
    }

    /** Certificate policies with their qualifiers, in order. */
    public List<PolicyTerms> policyTerms() {
        return content.policies();
    }

    public boolean hasCrlDistributionPoint() {
        return content.pointers().crl();
    }

    /** Whether the authority information access names anything. */
    public boolean hasAuthorityInformationAccess() {
        return hasOcspLocation() || hasCaIssuersLocation();
    }

    /** Whether the authority information access names the OCSP responder. */
    public boolean hasOcspLocation() {
        return content.pointers().ocsp();
    }

    /** Whether the authority information access names the issuer's certificate. */
    public boolean hasCaIssuersLocation() {
        return content.pointers().caIssuers();
    }

    public boolean hasOcspNoCheck() {
        return content.pointers().ocspNoCheck();
    }

    public boolean isCertificationAuthority() {
        return content.constraints().authority();
    }

    /** pathLenConstraint of a CA certificate; null for none. */
    public @Nullable Integer pathLength() {
        return content.constraints().pathLength();
    }

    /** Whether a leaf says CA:FALSE, critical, instead of leaving the basic constraints out. */
    public boolean deniesAuthority() {
        return content.constraints().deniesAuthority();
    }

    /** Statements of a qualified certificate; null for none. */
    public @Nullable QcTerms qcTerms() {
        return content.qualified();
    }

    /** Extensions the profile adds by itself, in order; they come last. */
    public List<CustomExtension> customExtensions() {
        return content.extensions();
    }

    /** What the subject's key must be like. */
    public KeyRules keyRules() {
        return content.key().rules();
    }

    /** Whether the subject's key may be Ed25519 (RFC 8410). */
    public boolean ed25519Allowed() {
        return keyRules().ed25519Allowed();
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
}
