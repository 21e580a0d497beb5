package id.segel.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Database;
import id.segel.ca.store.Sha256;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The same Idempotency-Key, path and body of the same account give the same answer, whatever happened in between. Only
 * answers that created something are kept; a refusal changed nothing and may be tried again. Thread-safe.
 */
public final class Idempotency {
    /** The header. */
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private static final int CREATED = 201;

    private final Database database;
    private final ObjectMapper mapper;

    /**
     * What was created.
     *
     * @param location path of it
     * @param body what is answered
     */
    public record Created(String location, Object body) {}

    private record Kept(
            String path,
            byte[] bodySha256,
            int status,
            @Nullable String location,
            String response) {}

    public Idempotency(Database database, ObjectMapper mapper) {
        this.database = database;
        this.mapper = mapper;
    }

    /**
     * Does the work, or answers as it was answered before.
     *
     * @param key the header, null where there is none
     * @param path of the request
     * @param body of the request, as it was bound
     * @throws RefusedException IDEMPOTENCY_KEY_REUSED for another path or body, MALFORMED for a key of another shape
     */
    public Response once(long accountId, @Nullable String key, String path, Record body, Supplier<Created> work) {
        if (key == null) {
            return answer(created(work.get()));
        }
        if (!KEY.matcher(key).matches()) {
            throw RefusedException.because(
                    Problem.MALFORMED,
                    new Sentence(
                            "Idempotency-Key harus 1 sampai 128 karakter ASCII tanpa spasi.",
                            "Idempotency-Key must be 1 to 128 ASCII characters without spaces."));
        }
        byte[] hash = sha256(json(body));
        Optional<Kept> before = find(accountId, key);
        if (before.isPresent()) {
            return answer(matching(before.get(), path, hash));
        }
        try {
            Kept made = created(work.get());
            keep(accountId, key, path, hash, made);
            return answer(made);
        } catch (RefusedException refused) {
            // The same request at the same time was quicker; its answer is this one's too.
            Optional<Kept> meanwhile = find(accountId, key);
            if (meanwhile.isPresent()) {
                return answer(matching(meanwhile.get(), path, hash));
            }
            throw refused;
        }
    }

    /** Forgets answers older than this; returns how many. */
    public int forget(Duration age) {
        return database.read(handle -> handle.createUpdate("DELETE FROM idempotency WHERE created_at < now() - :age")
                .bind("age", age)
                .execute());
    }

    private Kept created(Created created) {
        return new Kept("", new byte[0], CREATED, created.location(), json(created.body()));
    }

    private static Kept matching(Kept kept, String path, byte[] hash) {
        if (!kept.path().equals(path) || !MessageDigest.isEqual(kept.bodySha256(), hash)) {
            throw RefusedException.because(Problem.IDEMPOTENCY_KEY_REUSED);
        }
        return kept;
    }

    private Response answer(Kept kept) {
        Response.ResponseBuilder answer = Response.status(kept.status())
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.LOCATION, kept.location())
                .entity(kept.response());
        int version = version(kept.response());
        return (version > 0 ? answer.tag(Version.tag(version)) : answer).build();
    }

    /** The version in what was answered, 0 where it has none. */
    private int version(String response) {
        try {
            return mapper.readTree(response).path("version").asInt(0);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept answer cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<Kept> find(long accountId, String key) {
        return database.read(handle -> handle.createQuery("""
                        SELECT path, body_sha256, status, location, response
                          FROM idempotency
                         WHERE account_id = :account AND key = :key
                        """)
                .bind("account", accountId)
                .bind("key", key)
                .map((row, context) -> new Kept(
                        row.getString("path"),
                        row.getBytes("body_sha256"),
                        row.getInt("status"),
                        row.getString("location"),
                        row.getString("response")))
                .findOne());
    }

    private void keep(long accountId, String key, String path, byte[] hash, Kept made) {
        database.useTransaction(handle -> handle.createUpdate("""
                        INSERT INTO idempotency (account_id, key, path, body_sha256, status, location, response)
                        VALUES (:account, :key, :path, :hash, :status, :location, :response)
                        ON CONFLICT (account_id, key) DO NOTHING
                        """)
                .bind("account", accountId)
                .bind("key", key)
                .bind("path", path)
                .bind("hash", hash)
                .bind("status", made.status())
                .bind("location", made.location())
                .bind("response", made.response())
                .execute());
    }

    private String json(Object body) {
        try {
            return mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a body of our own cannot be written: " + e.getMessage(), e);
        }
    }

    private static byte[] sha256(String text) {
        return Sha256.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
