package id.segel.ca.ceremony;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.issuance.DirectIssuance;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.Profiles;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import id.segel.hsm.SigningKey;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Standing policies: what a ceremony allowed the service to certify again by itself, namely its own OCSP responder and service keys
 * before their certificates end. Each renewal is an authorisation of its own, on the one path of issuance. One node at a
 * time runs this; it is not thread-safe.
 */
public final class StandingPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(StandingPolicies.class);
    private static final Actor POLICY = Actor.system("standing-policy");
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Database database;
    private final AuditLog audit;
    private final DirectIssuance issuance;
    private final Map<TokenPurpose, Token> tokens;
    private final Profiles profiles;
    private final Authorities authorities;
    private final Clock clock;

    /**
     * @param database as the role issuer
     * @param tokens the tokens this node has; policies about others are left to the nodes that have them
     */
    public StandingPolicies(
            Database database, AuditLog audit, DirectIssuance issuance, Map<TokenPurpose, Token> tokens, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.issuance = issuance;
        this.tokens = Map.copyOf(tokens);
        this.profiles = new Profiles(database);
        this.authorities = new Authorities(database);
        this.clock = clock;
    }

    /**
     * What a policy allows, as it is stored.
     *
     * @param profileSha256 hex of the profile's hash
     * @param subject distinguished name, DER in base64
     */
    record Definition(
            @JsonProperty("token") TokenPurpose token,
            @JsonProperty("key") String key,
            @JsonProperty("authority") String authority,
            @JsonProperty("profileSha256") String profileSha256,
            @JsonProperty("subject") String subject) {
        /** Whether it is about a responder, which only the authority it answers for can certify. */
        boolean isResponder() {
            return token == TokenPurpose.OCSP;
        }

        /** The same with another authority. */
        Definition issuedBy(String other) {
            return new Definition(token, key, other, profileSha256, subject);
        }

        String json() {
            try {
                return JSON.writeValueAsString(this);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a standing policy cannot be written", e);
            }
        }
    }

    private record Policy(long id, Definition definition) {}

    /** Stores a policy inside the transaction of its ceremony. */
    static void store(Handle transaction, long ceremonyId, Definition definition) {
        transaction
                .createUpdate("""
                    INSERT INTO standing_policy (name, version, definition, ceremony_id)
                    SELECT :name, coalesce(max(version), 0) + 1, :definition, :ceremony FROM standing_policy WHERE name = :name
                    """)
                .bind("name", definition.key())
                .bind("definition", definition.json())
                .bind("ceremony", ceremonyId)
                .execute();
    }

    /**
     * Certifies every key again whose certificate is in its profile's renewal window. One that cannot be certified is logged
     * and does not keep the others waiting.
     *
     * @return labels of the keys that got a new certificate
     */
    public List<String> renewDue() {
        return database.read(StandingPolicies::current).stream()
                .filter(this::renewed)
                .map(policy -> policy.definition().key())
                .toList();
    }

    private static List<Policy> current(Handle handle) {
        return handle.createQuery(
                        "SELECT DISTINCT ON (name) id, definition FROM standing_policy ORDER BY name, version DESC")
                .map((row, context) -> new Policy(row.getLong("id"), read(row.getString("definition"))))
                .list();
    }

    /** What may be certified again, in its newest version. */
    static List<Definition> definitions(Handle handle) {
        return current(handle).stream().map(Policy::definition).toList();
    }

    private static Definition read(String definition) {
        try {
            return JSON.readValue(definition, Definition.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored standing policy cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private boolean renewed(Policy policy) {
        try {
            return renewIfDue(policy);
        } catch (RefusedException databaseAway) {
            throw databaseAway;
        } catch (RuntimeException e) {
            LOG.error(
                    "key {} could not be certified again: {}",
                    policy.definition().key(),
                    e.getMessage(),
                    e);
            return false;
        }
    }

    private boolean renewIfDue(Policy policy) {
        Definition definition = policy.definition();
        Token token = tokens.get(definition.token());
        if (token == null) {
            return false;
        }
        SigningKey key = token.signingKey(definition.key());
        CertificateProfile profile = profiles.byHash(HexFormat.of().parseHex(definition.profileSha256()));
        Instant end = Certificate.getInstance(key.certificate())
                .getEndDate()
                .getDate()
                .toInstant();
        if (clock.instant().isBefore(end.minus(profile.renewalWindow()))) {
            return false;
        }
        Authority authority = authorities
                .byName(definition.authority())
                .orElseThrow(() -> new IllegalStateException("there is no authority " + definition.authority()));
        X500Name subject = X500Name.getInstance(Base64.getDecoder().decode(definition.subject()));
        byte[] certificate =
                issuance.issue(profile, authority, subject, key.publicKey().getEncoded(), authorise(policy), null);
        token.storeCertificate(definition.key(), certificate);
        return true;
    }

    private long authorise(Policy policy) {
        return database.inTransaction(transaction -> {
            long event = audit.append(
                    transaction,
                    AuditEvent.of(
                                    AuditAction.AUTHORISED,
                                    POLICY,
                                    "key",
                                    policy.definition().key())
                            .with("policy", policy.id()));
            return transaction
                    .createQuery("""
                        INSERT INTO authorisation (kind, standing_policy_id, audit_event_id) VALUES ('STANDING_POLICY', :policy, :event) RETURNING id
                        """)
                    .bind("policy", policy.id())
                    .bind("event", event)
                    .mapTo(Long.class)
                    .one();
        });
    }
}
