package id.segel.lock;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64;
import id.segel.csr.Challenge;
import id.segel.csr.KeyRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an enrolment file: a compact JWS (RFC 7515), ES256, whose certificate chain stands in {@code x5c}. Nothing of
 * the payload is used before chain and signature hold.
 */
final class EnrolmentReader {

    static final int MAX_BYTES = 256 * 1024;

    private static final String TYPE = "segel-enrolment+jwt";
    private static final int MAX_CHAIN = 5;
    private static final int VERSION = 1;
    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{20,200}");

    private final Path file;
    private final Terminal terminal;

    EnrolmentReader(Path file, Terminal terminal) {
        this.file = file;
        this.terminal = terminal;
    }

    /**
     * @param pinnedRoot SHA-256 of the only root that is taken, 64 hex digits in lower case, or null
     * @throws LockException with the sentence for each way it can be wrong
     */
    Enrolment read(@Nullable String pinnedRoot, Instant now) throws LockException {
        String text = new String(SafeFiles.read(file, MAX_BYTES), StandardCharsets.US_ASCII).strip();
        JWSObject jws;
        List<X509Certificate> chain;
        try {
            jws = JWSObject.parse(text);
            chain = chainOf(jws.getHeader());
        } catch (ParseException | RuntimeException e) {
            throw damaged("JWS");
        } catch (Certificates.Broken e) {
            throw damaged("x5c");
        } catch (Json.Fault e) {
            throw damaged(e.field());
        }
        X509Certificate root = chain.get(chain.size() - 1);
        verify(jws, chain, now);
        checkPin(root, pinnedRoot);
        Enrolment enrolment;
        try {
            enrolment = payload(Json.parse(jws.getPayload().toString(), MAX_BYTES), chain);
        } catch (Json.Fault e) {
            throw damaged(e.field());
        }
        if (!now.isBefore(enrolment.expiresAt())) {
            throw new LockException(Message.ENROLMENT_EXPIRED, file, terminal.moment(enrolment.expiresAt()));
        }
        return enrolment;
    }

    private static List<X509Certificate> chainOf(JWSHeader header) throws Json.Fault, Certificates.Broken {
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
            throw new Json.Fault("alg");
        }
        if (header.getType() == null || !TYPE.equals(header.getType().toString())) {
            throw new Json.Fault("typ");
        }
        List<Base64> encoded = header.getX509CertChain();
        if (encoded == null || encoded.size() < 2 || encoded.size() > MAX_CHAIN) {
            throw new Json.Fault("x5c");
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Base64 certificate : encoded) {
            chain.add(Certificates.parse(certificate.decode()));
        }
        return chain;
    }

    private void verify(JWSObject jws, List<X509Certificate> chain, Instant now) throws LockException {
        if (!(chain.get(0).getPublicKey() instanceof ECPublicKey key)) {
            throw new LockException(Message.ENROLMENT_SIGNATURE, file);
        }
        try {
            // Nimbus refuses a curve other than P-256 for ES256, and any critical header it does not know.
            if (!jws.verify(new ECDSAVerifier(key))) {
                throw new LockException(Message.ENROLMENT_SIGNATURE, file);
            }
        } catch (JOSEException | RuntimeException e) {
            throw new LockException(Message.ENROLMENT_SIGNATURE, file);
        }
        try {
            Certificates.validateSigner(chain, now);
        } catch (Certificates.Broken e) {
            throw new LockException(Message.ENROLMENT_CHAIN, file, e.reason());
        }
    }

    private void checkPin(X509Certificate root, @Nullable String pinnedRoot) throws LockException {
        try {
            String found = Certificates.fingerprint(root);
            terminal.say(Message.ROOT_FINGERPRINT, Certificates.forPeople(found));
            if (pinnedRoot != null && !pinnedRoot.equals(found)) {
                throw new LockException(
                        Message.ROOT_MISMATCH, Certificates.forPeople(found), Certificates.forPeople(pinnedRoot));
            }
        } catch (Certificates.Broken e) {
            throw damaged("x5c");
        }
    }

    private static Enrolment payload(Json json, List<X509Certificate> chain) throws Json.Fault {
        if (json.integer("version") != VERSION) {
            throw json.fault("version");
        }
        List<Enrolment.Attribute> subject = new ArrayList<>();
        for (Json attribute : json.objects("subject")) {
            String type = attribute.text("type", 40);
            if (!RequestMaker.knows(type)) {
                throw attribute.fault("type");
            }
            subject.add(new Enrolment.Attribute(type, attribute.text("value", 1000)));
        }
        if (subject.isEmpty()) {
            throw json.fault("subject");
        }
        Json rules = json.object("keyRules");
        KeyRules keyRules;
        try {
            keyRules = new KeyRules(
                    rules.integer("rsaMinBits"),
                    rules.integer("rsaMaxBits"),
                    Set.copyOf(rules.texts("curves")),
                    rules.bool("rsaAllowed"));
        } catch (IllegalArgumentException e) {
            throw json.fault("keyRules");
        }
        List<X509Certificate> authorities = new ArrayList<>(chain.subList(1, chain.size()));
        authorities.addAll(AuthorityList.read(json));
        return new Enrolment(
                matching(json, "applicationNumber", NUMBER),
                json.text("product", 200),
                List.copyOf(subject),
                json.optionalText("email", 255),
                keyRules,
                json.base64Url("challenge", Challenge.LENGTH),
                json.text("server", 500),
                matching(json, "uploadToken", TOKEN),
                json.instant("expiresAt"),
                authorities.stream().distinct().toList(),
                chain.get(chain.size() - 1));
    }

    private static String matching(Json json, String name, Pattern pattern) throws Json.Fault {
        String text = json.text(name, 200);
        if (!pattern.matcher(text).matches()) {
            throw json.fault(name);
        }
        return text;
    }

    private LockException damaged(String where) {
        return new LockException(Message.ENROLMENT_DAMAGED, file, Terminal.safe(where));
    }
}
