package id.segel.api.http;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;

/** Refuses a body larger than its method takes, by its declared length or while it is read, and one that comes too slowly. */
@Priority(Priorities.ENTITY_CODER)
public final class BodyLimitFilter implements ContainerRequestFilter {
    private static final int LETTER_MARGIN = 64 * 1024;

    private final ResourceInfo resource;
    private final Bounds bounds;

    /**
     * What is configured.
     *
     * @param letterOctets size of the largest letter
     * @param time in which a body has to come, whatever its size
     */
    public record Bounds(int letterOctets, Duration time) {}

    @jakarta.inject.Inject
    public BodyLimitFilter(@Context ResourceInfo resource, Bounds bounds) {
        this.resource = resource;
        this.bounds = bounds;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
            throw RefusedException.because(
                    Problem.UNSUPPORTED_MEDIA_TYPE,
                    new Sentence(
                            "Isi yang dimampatkan tidak diterima. Kirim tanpa Content-Encoding.",
                            "Compressed content is not accepted. Send it without Content-Encoding."));
        }
        BodyLimit declared = resource.getResourceMethod() == null
                ? null
                : resource.getResourceMethod().getAnnotation(BodyLimit.class);
        int limit = declared == null ? BodyLimit.JSON : declared.value();
        if (limit == BodyLimit.LETTER) {
            limit = bounds.letterOctets() + LETTER_MARGIN;
        }
        if (request.getLength() > limit) {
            throw tooLarge(limit);
        }
        if (request.hasEntity()) {
            request.setEntityStream(new Limited(
                    request.getEntityStream(),
                    limit,
                    System.nanoTime() + bounds.time().toNanos()));
        }
    }

    private static RefusedException tooLarge(int limit) {
        return RefusedException.because(
                Problem.TOO_LARGE,
                new Sentence(
                        "Isi lebih besar dari " + limit + " oktet. Kecilkan lalu kirim lagi.",
                        "The content is larger than " + limit + " octets. Make it smaller and send it again."));
    }

    private static final class Limited extends FilterInputStream {
        private final int limit;
        private final long deadline;
        private long read;

        Limited(InputStream in, int limit, long deadline) {
            super(in);
            this.limit = limit;
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            if (octet >= 0) {
                count(1);
            }
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int got = super.read(buffer, offset, length);
            if (got > 0) {
                count(got);
            }
            return got;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(int got) {
            read += got;
            if (read > limit) {
                throw tooLarge(limit);
            }
            // One octet at a time would keep a thread for hours; the idle timeout alone does not see it.
            if (System.nanoTime() - deadline > 0) {
                throw Failures.slowBody();
            }
        }
    }
}
