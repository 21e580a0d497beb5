package id.segel.api.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;

/** {@code GET /doctor} of the admin port, for this machine alone: a look makes keys sign. */
public final class DoctorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient LiveDoctor doctor;
    private final transient ObjectMapper mapper;

    public DoctorServlet(LiveDoctor doctor, ObjectMapper mapper) {
        this.doctor = doctor;
        this.mapper = mapper;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // An address, never a name: nothing is looked up.
        if (!InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.getOutputStream().write(mapper.writeValueAsBytes(doctor.ask()));
    }
}
