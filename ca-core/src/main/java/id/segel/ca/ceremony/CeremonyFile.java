package id.segel.ca.ceremony;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.KeySpec;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.TokenPurpose;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a ceremony is to do, read from YAML and checked whole. The exact text is what is hashed, stored and named as the
 * authorisation of the certificates.
 *
 * @param title what is done, for the transcript
 * @param operators who carries it out
 * @param witnesses who watches
 * @param dataKeys symmetric keys for the data token
 * @param authorities certification authorities, issuers before those they issue to
 * @param responders delegated OCSP responder keys
 * @param services keys of the service itself
 * @param products products to offer
 */
public record CeremonyFile(
        @JsonProperty("title") String title,
        @JsonProperty("operators") List<String> operators,
        @JsonProperty("witnesses") List<String> witnesses,
        @JsonProperty("dataKeys") @Nullable DataKeys dataKeys,
        @JsonProperty("authorities") List<AuthorityEntry> authorities,
        @JsonProperty("responders") List<ResponderEntry> responders,
        @JsonProperty("services") List<ServiceEntry> services,
        @JsonProperty("products") List<ProductEntry> products) {
    private static final int LIMIT = 64 * 1024;

    private static final ObjectMapper YAML = YAMLMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    public CeremonyFile {
        operators = operators == null ? List.of() : List.copyOf(operators);
        witnesses = witnesses == null ? List.of() : List.copyOf(witnesses);
        authorities = authorities == null ? List.of() : List.copyOf(authorities);
        responders = responders == null ? List.of() : List.copyOf(responders);
        services = services == null ? List.of() : List.copyOf(services);
        products = products == null ? List.of() : List.copyOf(products);
    }

    /**
     * Labels of the two keys of the data token.
     *
     * @param wrapping AES-256 key that wraps data keys
     * @param blindIndex HMAC key of the blind index
     */
    public record DataKeys(
            @JsonProperty("wrapping") String wrapping,
            @JsonProperty("blindIndex") String blindIndex) {}

    /**
     * A certification authority to make.
     *
     * @param name {ca} in URLs
     * @param issuer name of the issuing authority; absent for a root
     * @param key its key in the ca token
     * @param scheme how it signs; absent for the usual one of its key
     * @param subject distinguished name, an attribute an entry, in order
     * @param profile name of a bundled certificate profile
     * @param crlShards number of CRL shards, 1 when absent
     */
    public record AuthorityEntry(
            @JsonProperty("name") String name,
            @JsonProperty("issuer") @Nullable String issuer,
            @JsonProperty("key") Key key,
            @JsonProperty("scheme") @Nullable SignatureScheme scheme,
            @JsonProperty("subject") List<Map<String, String>> subject,
            @JsonProperty("profile") String profile,
            @JsonProperty("crlShards") @Nullable Integer crlShards) {}

    /**
     * A delegated OCSP responder key in the ocsp token.
     *
     * @param authority the authority whose certificates it answers for, and which certifies it
     */
    public record ResponderEntry(
            @JsonProperty("authority") String authority,
            @JsonProperty("key") Key key,
            @JsonProperty("subject") List<Map<String, String>> subject,
            @JsonProperty("profile") String profile) {}

    /**
     * A signing key of the service itself.
     *
     * @param token the token it lives in: DATA for enrolment files, AUDIT for checkpoints
     * @param authority who certifies it
     */
    public record ServiceEntry(
            @JsonProperty("token") TokenPurpose token,
            @JsonProperty("authority") String authority,
            @JsonProperty("key") Key key,
            @JsonProperty("subject") List<Map<String, String>> subject,
            @JsonProperty("profile") String profile) {}

    /** A key to generate. */
    public record Key(
            @JsonProperty("label") String label,
            @JsonProperty("spec") KeySpec spec) {}

    /**
     * A product to offer.
     *
     * @param profile name of a bundled subscriber profile
     * @param authority who issues its certificates
     */
    public record ProductEntry(
            @JsonProperty("code") String code,
            @JsonProperty("nameId") String nameId,
            @JsonProperty("nameEn") String nameEn,
            @JsonProperty("profile") String profile,
            @JsonProperty("authority") String authority,
            @JsonProperty("procedure") String procedure,
            @JsonProperty("checklist") int checklist,
            @JsonProperty("secondApprover") boolean secondApprover) {}

    /**
     * Reads and checks a ceremony file.
     *
     * @throws IllegalArgumentException with everything that is wrong with it
     */
    public static CeremonyFile parse(String text) {
        if (text.length() > LIMIT) {
            throw new IllegalArgumentException(
                    "the ceremony file has " + text.length() + " characters; the limit is " + LIMIT);
        }
        CeremonyFile file;
        try {
            file = YAML.readValue(text, CeremonyFile.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the ceremony file cannot be read: " + e.getOriginalMessage(), e);
        }
        List<String> faults = file.faults();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("the ceremony file has faults:\n  - " + String.join("\n  - ", faults));
        }
        return file;
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (title == null || title.isBlank()) {
            faults.add("title is missing");
        }
        if (operators.isEmpty()) {
            faults.add("operators: name at least one person who carries it out");
        }
        Set<String> names = new HashSet<>();
        Set<String> labels = new HashSet<>();
        for (AuthorityEntry entry : authorities) {
            if (entry.name() == null || !names.add(entry.name())) {
                faults.add("authorities: the name " + entry.name() + " is missing or stands twice");
            }
            if (entry.issuer() != null && !names.contains(entry.issuer())) {
                faults.add("authorities: " + entry.name() + " is issued by " + entry.issuer()
                        + ", which does not stand before it");
            }
            check(faults, labels, "authorities: " + entry.name(), entry.key(), entry.subject(), entry.profile());
        }
        for (ResponderEntry entry : responders) {
            check(faults, labels, "responders: " + entry.authority(), entry.key(), entry.subject(), entry.profile());
        }
        for (ServiceEntry entry : services) {
            if (entry.token() != TokenPurpose.DATA && entry.token() != TokenPurpose.AUDIT) {
                faults.add("services: the token of a service key is data or audit, not " + entry.token());
            }
            check(faults, labels, "services: " + entry.authority(), entry.key(), entry.subject(), entry.profile());
        }
        for (ProductEntry entry : products) {
            checkProfile(faults, "products: " + entry.code(), entry.profile());
        }
        return faults;
    }

    private static void check(
            List<String> faults,
            Set<String> labels,
            String where,
            @Nullable Key key,
            @Nullable List<Map<String, String>> subject,
            @Nullable String profile) {
        if (key == null || key.label() == null || key.spec() == null) {
            faults.add(where + ": key needs label and spec");
        } else if (!labels.add(key.label())) {
            faults.add(where + ": the key label " + key.label() + " stands twice");
        }
        if (subject == null || subject.isEmpty() || subject.stream().anyMatch(part -> part.size() != 1)) {
            faults.add(where + ": subject needs one attribute in each entry, such as - C: ID");
        }
        checkProfile(faults, where, profile);
    }

    private static void checkProfile(List<String> faults, String where, @Nullable String profile) {
        if (profile == null) {
            faults.add(where + ": profile is missing");
            return;
        }
        try {
            CertificateProfile.bundled(profile);
        } catch (IllegalArgumentException e) {
            faults.add(where + ": " + e.getMessage());
        }
    }
}
