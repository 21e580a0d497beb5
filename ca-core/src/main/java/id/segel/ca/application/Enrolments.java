package id.segel.ca.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.keyring.TokenNeed;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.store.Database;
import id.segel.csr.KeyRules;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.jspecify.annotations.Nullable;

/**
 * The enrolment file of LOCK (DESIGN 10): JSON signed as a compact JWS (RFC 7515) with ES256 by a key of its own. It holds
 * what goes into the CSR and never NIK, NIP or telephone.
 */
final class Enrolments {
    private static final int VERSION = 1;
    private static final BigInteger P256_ORDER =
            ECNamedCurveTable.getByName("P-256").getN();

    private final Registration registration;
    private final Supplier<SigningKey> key;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param key asked for each file, because the token may be away when the service starts
     */
    Enrolments(Registration registration, Supplier<SigningKey> key) {
        this.registration = registration;
        this.key = key;
    }

    String download(Actor actor, String number) {
        Dossier dossier = registration.web().read(handle -> Dossiers.ofPerson(handle, number, actor.requirePersonId()));
        dossier.requireChangeable("enrolment");
        dossier.requireActiveApplicant();
        Instant now = registration.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plus(registration.configuration().uploadTokenLife());
        byte[] token = UploadTokens.fresh(registration.random());
        List<byte[]> chain = registration.authorities().chain(dossier.terms().authorityId());
        // Signed before it is stored: a token that is away voids nothing.
        String file = signed(header(chain), payload(dossier, chain, token, expiresAt));
        registration.web().useTransaction(transaction -> {
            Dossier current = Dossiers.locked(transaction, dossier.id());
            current.requireChangeable("enrolment");
            UploadTokens.replace(transaction, current.id(), token, now, expiresAt);
            registration
                    .timeline()
                    .happened(
                            transaction,
                            current.clocked(),
                            ProcedureEvent.ENROLMENT,
                            registration.clock().instant().truncatedTo(ChronoUnit.MICROS),
                            actor.accountId());
            registration
                    .audit()
                    .append(
                            transaction,
                            AuditEvent.of(AuditAction.ENROLMENT_DOWNLOADED, actor, "application", current.number())
                                    .with("expiresAt", expiresAt.toString()));
        });
        return file;
    }

    private Map<String, Object> header(List<byte[]> chain) {
        List<String> x5c = new ArrayList<>();
        x5c.add(base64(TokenNeed.ENROLMENT_FILE.ask(() -> key.get().certificate())));
        chain.forEach(certificate -> x5c.add(base64(certificate)));
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "ES256");
        header.put("typ", "segel-enrolment+jwt");
        header.put("x5c", x5c);
        return header;
    }

    private Map<String, Object> payload(Dossier dossier, List<byte[]> chain, byte[] token, Instant expiresAt) {
        CertificateProfile profile =
                registration.profiles().byHash(dossier.terms().profileHash());
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("version", VERSION);
        payload.put("applicationNumber", dossier.number());
        payload.put("product", dossier.view().product());
        payload.put("subject", subject(profile, dossier.applicant()));
        payload.put("email", dossier.applicant().email());
        payload.put("keyRules", keyRules(profile.keyRules()));
        payload.put("challenge", UploadTokens.written(dossier.challenge()));
        payload.put("server", registration.configuration().publicUrl().toString());
        payload.put(
                "certificates",
                chain.stream()
                        .map(der -> Map.of("label", label(der), "der", base64(der)))
                        .toList());
        payload.put("uploadToken", UploadTokens.written(token));
        payload.put("expiresAt", expiresAt.toString());
        return payload;
    }

    /** The profile's subject template filled from the account, in its order. */
    private static List<Map<String, String>> subject(CertificateProfile profile, Dossier.Applicant applicant) {
        List<Map<String, String>> subject = new ArrayList<>();
        for (CertificateProfile.SubjectPart part : profile.subject()) {
            String value = part.value() != null ? part.value() : field(applicant, part.from());
            if (value == null && !part.optional()) {
                throw new IllegalStateException("the profile " + profile.name() + " needs " + part.from()
                        + ", which the account does not have");
            }
            if (value != null) {
                Map<String, String> attribute = new LinkedHashMap<>();
                attribute.put("type", part.type());
                attribute.put("value", value);
                subject.add(attribute);
            }
        }
        return subject;
    }

    private static @Nullable String field(Dossier.Applicant applicant, @Nullable String name) {
        return switch (String.valueOf(name)) {
            case "agency" -> applicant.agency();
            case "unit" -> applicant.unit();
            case "subscriberNumber" -> applicant.subscriberNumber();
            case "fullName" -> applicant.fullName();
            case "position" -> applicant.position();
            case "email" -> applicant.email();
            default -> throw new IllegalStateException("no account field is called " + name);
        };
    }

    private static Map<String, Object> keyRules(KeyRules rules) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("rsaMinBits", rules.rsaMinBits());
        written.put("rsaMaxBits", rules.rsaMaxBits());
        written.put("curves", List.copyOf(new TreeSet<>(rules.curves())));
        written.put("rsaAllowed", rules.rsaAllowed());
        return written;
    }

    private String signed(Map<String, Object> header, Map<String, Object> payload) {
        Database.requireNoTransaction();
        String toBeSigned = part(header) + "." + part(payload);
        byte[] signature = TokenNeed.ENROLMENT_FILE.ask(() -> key.get()
                .sign(SignatureScheme.ECDSA_SHA256, toBeSigned.getBytes(StandardCharsets.US_ASCII), () -> {
                    // No certificate and no CRL: an enrolment file may be signed any number of times.
                }));
        return toBeSigned + "." + UploadTokens.written(raw(signature));
    }

    /** RFC 7518 3.4: r and s, 32 octets each, instead of the DER of X9.62. */
    private static byte[] raw(byte[] der) {
        try {
            BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(P256_ORDER, der);
            return PlainDSAEncoding.INSTANCE.encode(P256_ORDER, rs[0], rs[1]);
        } catch (IOException e) {
            throw new IllegalStateException("the token's signature is not an ECDSA-Sig-Value", e);
        }
    }

    private String part(Map<String, Object> object) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(json.writeValueAsBytes(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an enrolment file cannot be written", e);
        }
    }

    private static String label(byte[] certificate) {
        try {
            X500Name subject = new X509CertificateHolder(certificate).getSubject();
            var names = subject.getRDNs(BCStyle.CN);
            return names.length == 0
                    ? subject.toString()
                    : IETFUtils.valueToString(names[0].getFirst().getValue());
        } catch (IOException e) {
            throw new IllegalStateException("a stored CA certificate cannot be read", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
