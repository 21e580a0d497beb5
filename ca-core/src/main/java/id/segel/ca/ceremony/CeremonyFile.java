package id.segel.ca.ceremony;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import id.segel.hsm.KeySpec;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.TokenPurpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a ceremony is to do, read from YAML and checked whole. The exact text is what is hashed, stored and named as the
 * authorisation of the certificates. A file may hold several sections; they are carried out in the order of
 * {@link #steps}, the entries of one section in the file's order.
 *
 * @param title what is done, for the transcript
 * @param operators who carries it out
 * @param witnesses who watches
 * @param dataKeys symmetric keys for the data token
 * @param authorities certification authorities, issuers before those they issue to
 * @param requests certification authorities that an external one is asked to certify
 * @param answers certificates that external authorities gave to earlier requests
 * @param rollovers new generations of authorities
 * @param responders delegated OCSP responder keys
 * @param services keys of the service itself
 * @param products products to offer
 * @param retirements authorities that issue nothing any more, whose new generation came with an earlier ceremony
 * @param backups which keys have no backup, or one that is still to be verified
 * @param verifyBackup restored copies to be verified, before anything is made
 * @param importCrl CRLs that were made elsewhere
 * @param rootCrl CRLs of roots, when all else is done
 */
public record CeremonyFile(
        @JsonProperty("title") String title,
        @JsonProperty("operators") List<String> operators,
        @JsonProperty("witnesses") List<String> witnesses,
        @JsonProperty("dataKeys") @Nullable DataKeys dataKeys,
        @JsonProperty("authorities") List<AuthorityEntry> authorities,
        @JsonProperty("requests") List<RequestEntry> requests,
        @JsonProperty("answers") List<AnswerEntry> answers,
        @JsonProperty("rollovers") List<RolloverEntry> rollovers,
        @JsonProperty("responders") List<ResponderEntry> responders,
        @JsonProperty("services") List<ServiceEntry> services,
        @JsonProperty("products") List<ProductEntry> products,
        @JsonProperty("retirements") List<String> retirements,
        @JsonProperty("backups") List<CustodyEntries.BackupEntry> backups,

        @JsonProperty("verifyBackup") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<CustodyEntries.VerifyEntry> verifyBackup,

        @JsonProperty("importCrl") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<CustodyEntries.ImportEntry> importCrl,

        @JsonProperty("rootCrl") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<CustodyEntries.RootCrlEntry> rootCrl) {
    private static final int LIMIT = 64 * 1024;

    private static final ObjectMapper YAML = YAMLMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    public CeremonyFile {
        operators = listed(operators);
        witnesses = listed(witnesses);
        authorities = listed(authorities);
        requests = listed(requests);
        answers = listed(answers);
        rollovers = listed(rollovers);
        responders = listed(responders);
        services = listed(services);
        products = listed(products);
        retirements = listed(retirements);
        backups = listed(backups);
        verifyBackup = listed(verifyBackup);
        importCrl = listed(importCrl);
        rootCrl = listed(rootCrl);
    }

    private static <T> List<T> listed(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** What it does, in the order it is done. */
    List<CeremonyStep> steps() {
        BackupSteps backup = new BackupSteps(this);
        List<CeremonyStep> steps = new ArrayList<>(backup.ofKeysThatAreThere());
        verifyBackup.forEach(entry -> steps.add(new VerifyBackupStep(entry)));
        if (dataKeys != null) {
            steps.add(new DataKeysStep(dataKeys));
            steps.addAll(backup.of(dataKeys));
        }
        authorities.forEach(entry -> {
            steps.add(new AuthorityStep(entry));
            steps.add(backup.of(entry.name()));
        });
        requests.forEach(entry -> {
            steps.add(new RequestStep(entry));
            steps.add(backup.of(entry.name()));
        });
        answers.forEach(entry -> steps.add(new AnswerStep(entry)));
        rollovers.forEach(entry -> {
            steps.add(new GenerationStep(entry));
            steps.add(backup.of(entry.successor()));
        });
        rollovers.stream().filter(RolloverEntry::crossCertificates).forEach(entry -> steps.add(new CrossStep(entry)));
        responders.forEach(entry -> steps.add(ServiceKeyStep.of(entry)));
        services.forEach(entry -> steps.add(ServiceKeyStep.of(entry)));
        products.forEach(entry -> steps.add(new ProductStep(entry)));
        rollovers.forEach(entry -> steps.add(new MoveStep(entry.authority(), entry.successor())));
        rollovers.stream()
                .filter(RolloverEntry::retires)
                .forEach(entry -> steps.add(new RetirementStep(entry.authority())));
        retirements.forEach(name -> steps.add(new RetirementStep(name)));
        importCrl.forEach(entry -> steps.add(new ImportCrlStep(entry)));
        rootCrl.forEach(entry -> steps.add(new RootCrlStep(entry)));
        return steps;
    }

    /**
     * Labels of keys of the data token to make: both at first, one when that one is changed.
     *
     * @param wrapping AES-256 key that wraps data keys, null for none
     * @param blindIndex HMAC key of the blind index, null for none
     */
    public record DataKeys(
            @JsonProperty("wrapping") @Nullable String wrapping,
            @JsonProperty("blindIndex") @Nullable String blindIndex) {
        List<String> labels() {
            List<String> labels = new ArrayList<>();
            if (wrapping != null) {
                labels.add(wrapping);
            }
            if (blindIndex != null) {
                labels.add(blindIndex);
            }
            return List.copyOf(labels);
        }
    }

    /**
     * A certification authority to make.
     *
     * @param name {ca} in URLs
     * @param issuer name of the issuing authority; absent for a root
     * @param token the token its key lives in: ca, or root for one that only ceremonies reach; ca when absent
     * @param key its key
     * @param scheme how it signs; absent for the usual one of its key
     * @param subject distinguished name, an attribute an entry, in order
     * @param profile name of a bundled certificate profile
     * @param crlShards number of CRL shards, 1 when absent
     */
    public record AuthorityEntry(
            @JsonProperty("name") String name,
            @JsonProperty("issuer") @Nullable String issuer,
            @JsonProperty("token") @Nullable TokenPurpose token,
            @JsonProperty("key") Key key,
            @JsonProperty("scheme") @Nullable SignatureScheme scheme,
            @JsonProperty("subject") List<Map<String, String>> subject,
            @JsonProperty("profile") String profile,
            @JsonProperty("crlShards") @Nullable Integer crlShards) {
        TokenPurpose purpose() {
            return token == null ? TokenPurpose.CA : token;
        }
    }

    /**
     * A certification authority to make whose certificate comes from outside: a key, a PKCS#10 request, and an authority
     * that waits for its answer.
     *
     * @param profile the bundled profile whose constraints and key usage are asked for, and required of the answer
     */
    public record RequestEntry(
            @JsonProperty("name") String name,
            @JsonProperty("token") @Nullable TokenPurpose token,
            @JsonProperty("key") Key key,
            @JsonProperty("scheme") @Nullable SignatureScheme scheme,
            @JsonProperty("subject") List<Map<String, String>> subject,
            @JsonProperty("profile") String profile,
            @JsonProperty("crlShards") @Nullable Integer crlShards) {
        TokenPurpose purpose() {
            return token == null ? TokenPurpose.CA : token;
        }
    }

    /**
     * The answer to a request of an earlier ceremony.
     *
     * @param authority who asked
     * @param certificate a file beside the ceremony file: the certificate, PEM or DER, or a PEM chain
     * @param issuer a file with the issuer's certificate, and those above it, where they are not in the chain
     * @param profile the bundled profile that the request named
     * @param issuerSha256 SHA-256 of the issuer's certificate as its owner told it, hex, blanks allowed
     */
    public record AnswerEntry(
            @JsonProperty("authority") String authority,
            @JsonProperty("certificate") String certificate,
            @JsonProperty("issuer") @Nullable String issuer,
            @JsonProperty("profile") String profile,
            @JsonProperty("issuerSha256") @Nullable String issuerSha256) {}

    /**
     * A new generation of an authority: another key and name, the same issuer and token, the old one's products.
     *
     * @param authority the old generation
     * @param successor name of the new one
     * @param issuer who certifies it, where it is not the old one's issuer
     * @param crossCertificate whether each generation certifies the other, with the profile cross-ca
     * @param retire whether the old one issues nothing any more from now on; yes when absent
     */
    public record RolloverEntry(
            @JsonProperty("authority") String authority,
            @JsonProperty("successor") String successor,
            @JsonProperty("issuer") @Nullable String issuer,
            @JsonProperty("key") Key key,
            @JsonProperty("scheme") @Nullable SignatureScheme scheme,
            @JsonProperty("subject") List<Map<String, String>> subject,
            @JsonProperty("profile") String profile,
            @JsonProperty("crossCertificate") @Nullable Boolean crossCertificate,
            @JsonProperty("retire") @Nullable Boolean retire) {
        boolean crossCertificates() {
            return crossCertificate != null && crossCertificate;
        }

        boolean retires() {
            return retire == null || retire;
        }
    }

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

    /**
     * A key to generate.
     *
     * @param label its CKA_LABEL
     * @param id its CKA_ID, hex of 1 to 20 bytes; 20 random bytes when absent
     */
    public record Key(
            @JsonProperty("label") String label,
            @JsonProperty("spec") KeySpec spec,
            @JsonProperty("id") @Nullable String id) {}

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
        if (file == null) {
            throw new IllegalArgumentException("the ceremony file is empty");
        }
        List<String> faults = new ArrayList<>(FileFaults.of(file));
        faults.addAll(CustodyFaults.of(file));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("the ceremony file has faults:\n  - " + String.join("\n  - ", faults));
        }
        return file;
    }
}
