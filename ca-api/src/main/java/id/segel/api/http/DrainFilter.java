package id.segel.api.http;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a refused request still sends, up to a bound: a connection closed over unread octets is reset, and the client
 * loses the answer that tells it why.
 */
public final class DrainFilter implements ContainerResponseFilter {
    private static final Logger LOG = LoggerFactory.getLogger(DrainFilter.class);
    private static final long MOST = 12L * 1024 * 1024;
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int REFUSED = 400;

    private final HttpServletRequest servletRequest;

    @Inject
    public DrainFilter(@Context HttpServletRequest servletRequest) {
        this.servletRequest = servletRequest;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean chunked = servletRequest.getHeader("Transfer-Encoding") != null;
        long declared = servletRequest.getContentLengthLong();
        if (response.getStatus() < REFUSED || (declared <= 0 && !chunked) || declared > MOST) {
            return;
        }
        try {
            InputStream body = servletRequest.getInputStream();
            byte[] buffer = new byte[16 * 1024];
            long taken = 0;
            long deadline = System.nanoTime() + LONGEST.toNanos();
            int got = body.read(buffer);
            while (got >= 0 && taken < MOST && System.nanoTime() - deadline < 0) {
                taken += got;
                got = body.read(buffer);
            }
        } catch (IOException | RuntimeException e) {
            // The answer matters more than what is left of the request.
            LOG.debug("the rest of a request was not taken", e);
        }
    }
}
