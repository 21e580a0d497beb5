package id.segel.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.ca.refusal.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What Jetty refuses by itself (a bad request line, headers too large, a method nobody has) is a problem like any other. */
public final class ProblemErrorHandler implements Request.Handler {
    private final ObjectMapper mapper;
    private final SecureRandom random;

    public ProblemErrorHandler(ObjectMapper mapper, SecureRandom random) {
        this.mapper = mapper;
        this.random = random;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws JsonProcessingException {
        String id = response.getHeaders().get(RequestId.HEADER);
        if (id == null) {
            id = RequestId.choose(request.getHeaders().get(RequestId.HEADER), random);
            response.getHeaders().put(RequestId.HEADER, id);
        }
        RefusedException refusal = Failures.ofStatus(response.getStatus());
        Locale language = Reader.language(request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE));
        byte[] body =
                mapper.writeValueAsString(ProblemBody.of(refusal, language, id)).getBytes(StandardCharsets.UTF_8);
        // A status of its own that has no problem of its own (431, 414) stays; the body's says the kind.
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemBody.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LANGUAGE, language.toLanguageTag());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.setStatus(refusal.problem().status());
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
