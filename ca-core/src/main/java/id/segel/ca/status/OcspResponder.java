package id.segel.ca.status;

import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import id.segel.hsm.Token;
import id.segel.hsm.TokenException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ocsp.CertID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers OCSP requests from the database, each answer signed on demand by the responder key of the issuing authority
 * (RFC 6960; RFC 5019 for what caches may do). Exists on nodes that have the ocsp token. Thread-safe.
 *
 * <p>Good is said only of certificates that are issued; an intent or an unknown serial number is unknown; an orphan is
 * revoked. An authority we do not have, or have no responder for, is answered {@code unauthorized}.
 */
public final class OcspResponder {
    private static final Logger LOG = LoggerFactory.getLogger(OcspResponder.class);
    /** A renewed responder certificate is taken up within this time. */
    private static final Duration KEEP_SIGNER = Duration.ofSeconds(60);

    private final Database database;
    private final Token token;
    private final Supplier<Map<String, String>> responders;
    private final OcspSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;
    private final OcspIssuers issuers;
    private final Map<String, KeptSigner> signers = new ConcurrentHashMap<>();

    /**
     * @param database any role that may read certificates
     * @param ocspToken where the responder keys are
     * @param responders label of the responder key by name of the authority it answers for, asked at each request; may
     *     throw {@link TokenException} while the token is away
     */
    public OcspResponder(
            Database database,
            Token ocspToken,
            Supplier<Map<String, String>> responders,
            OcspSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.database = database;
        this.token = ocspToken;
        this.responders = responders;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
        this.issuers = new OcspIssuers(new Authorities(database), clock);
    }

    /**
     * Answers a request. Never throws: what goes wrong is an OCSP status.
     *
     * @param request OCSPRequest, DER, at most 4 KiB
     */
    public OcspAnswer answer(byte[] request) {
        Timer.Sample sample = Timer.start(meters);
        OcspAnswer answer = attempt(request);
        sample.stop(Timer.builder("segel.ocsp.answer")
                .description("from request to signed response")
                .tag("status", answer.status().kebab())
                .register(meters));
        return answer;
    }

    private OcspAnswer attempt(byte[] request) {
        try {
            return answer(OcspQuery.parse(request));
        } catch (OcspQuery.MalformedRequestException e) {
            LOG.debug("Malformed OCSP request: {}", e.getMessage());
            return failure(OcspStatus.MALFORMED_REQUEST);
        } catch (TokenException e) {
            LOG.warn("The OCSP token does not sign: {}", e.getMessage());
            return failure(OcspStatus.TRY_LATER);
        } catch (RefusedException e) {
            if (e.problem() == Problem.DATABASE_AWAY) {
                LOG.warn("OCSP cannot be answered, the database is away");
                return failure(OcspStatus.TRY_LATER);
            }
            LOG.error("OCSP cannot be answered", e);
            return failure(OcspStatus.INTERNAL_ERROR);
        } catch (RuntimeException e) {
            LOG.error("OCSP cannot be answered", e);
            return failure(OcspStatus.INTERNAL_ERROR);
        }
    }

    private OcspAnswer answer(OcspQuery query) {
        Optional<Authority> issuer = commonIssuer(query);
        if (issuer.isEmpty()) {
            return failure(OcspStatus.UNAUTHORIZED);
        }
        Authority authority = issuer.get();
        String label = responders.get().get(authority.name());
        if (label == null) {
            return failure(OcspStatus.UNAUTHORIZED);
        }
        Instant thisUpdate = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        OcspSigner signer = signer(authority, label, thisUpdate);
        if (!signer.isValidAt(thisUpdate)) {
            LOG.error(
                    "The OCSP responder certificate of {} is valid from {} to {} and cannot be used; renew it.",
                    authority.name(),
                    signer.notBefore(),
                    signer.notAfter());
            return failure(OcspStatus.INTERNAL_ERROR);
        }
        List<@Nullable OcspStatusRow> rows = rows(authority, query.ids());
        Instant planned = thisUpdate.plus(settings.validity());
        Instant nextUpdate = planned.isAfter(signer.notAfter()) ? signer.notAfter() : planned;
        byte[] data = OcspEncoder.responseData(signer.id(), query.ids(), rows, thisUpdate, nextUpdate, query.nonce());
        byte[] signature = signer.key().sign(new OcspPermit(data));
        return new OcspAnswer(
                OcspEncoder.successful(data, signer, signature),
                OcspStatus.SUCCESSFUL,
                maxAge(query, rows, Duration.between(thisUpdate, nextUpdate)),
                thisUpdate,
                nextUpdate);
    }

    /** One answer has one signer, so the certificates asked about must have one issuer. */
    private Optional<Authority> commonIssuer(OcspQuery query) {
        Optional<Authority> common = issuers.of(query.ids().get(0));
        for (CertID id : query.ids()) {
            Optional<Authority> other = issuers.of(id);
            if (common.isEmpty()
                    || other.isEmpty()
                    || common.get().id() != other.get().id()) {
                return Optional.empty();
            }
        }
        return common;
    }

    private OcspSigner signer(Authority authority, String label, Instant now) {
        KeptSigner kept = signers.get(authority.name());
        if (kept == null || now.isAfter(kept.since().plus(KEEP_SIGNER))) {
            kept = new KeptSigner(now, OcspSigner.of(token.signingKey(label), authority));
            signers.put(authority.name(), kept);
        }
        return kept.signer();
    }

    private List<@Nullable OcspStatusRow> rows(Authority authority, List<CertID> ids) {
        List<@Nullable OcspStatusRow> rows = new ArrayList<>();
        database.read(handle -> {
            for (CertID id : ids) {
                BigInteger serial = id.getSerialNumber().getValue();
                rows.add(
                        serial.signum() > 0
                                ? CertificateStatusDao.ocspStatus(handle, authority.id(), serial.toByteArray())
                                : null);
            }
            return rows;
        });
        return rows;
    }

    private Duration maxAge(OcspQuery query, List<@Nullable OcspStatusRow> rows, Duration validity) {
        if (query.nonce() != null) {
            return Duration.ZERO;
        }
        for (OcspStatusRow row : rows) {
            boolean known = row != null
                    && (row.state() == CertificateState.ISSUED || row.state().isRevoked());
            if (!known) {
                return Duration.ZERO;
            }
        }
        return settings.maxAge().compareTo(validity) < 0 ? settings.maxAge() : validity;
    }

    private static OcspAnswer failure(OcspStatus status) {
        return new OcspAnswer(OcspEncoder.failure(status), status, Duration.ZERO, null, null);
    }

    private record KeptSigner(Instant since, OcspSigner signer) {}
}
