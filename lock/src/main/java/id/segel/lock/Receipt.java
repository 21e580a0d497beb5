package id.segel.lock;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the server gives for an accepted request: the way back to the certificate without password.
 *
 * @param applicationNumber the application
 * @param server base address
 * @param token read-only, for this application's state and certificate; a secret
 * @param expiresAt when the token stops being taken, as the server wrote it
 * @param certificates CA certificates, the roots among them from the signed enrolment file
 */
record Receipt(
        String applicationNumber, String server, String token, String expiresAt, List<X509Certificate> certificates) {

    static final int MAX_BYTES = 256 * 1024;

    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{20,200}");

    static Receipt read(Json json) throws Json.Fault {
        String number = json.text("applicationNumber", 64);
        String token = json.text("token", 200);
        if (!NUMBER.matcher(number).matches()) {
            throw json.fault("applicationNumber");
        }
        if (!TOKEN.matcher(token).matches()) {
            throw json.fault("token");
        }
        return new Receipt(
                number, json.text("server", 500), token, json.text("expiresAt", 40), AuthorityList.read(json));
    }

    /** Reads a receipt file. */
    static Receipt read(Path file) throws LockException {
        byte[] bytes = SafeFiles.read(file, MAX_BYTES);
        try {
            return read(Json.parse(new String(bytes, StandardCharsets.UTF_8), MAX_BYTES));
        } catch (Json.Fault e) {
            throw new LockException(Message.RECEIPT_DAMAGED, file, Terminal.safe(e.field()));
        }
    }

    /**
     * The receipt as it is kept: the CAs of the enrolment file, which its signature vouches for, and of the server's only
     * those that are no roots. A server's answer thus cannot bring in a root of its own.
     */
    Receipt trusting(Enrolment enrolment) {
        List<X509Certificate> kept = Stream.concat(
                        enrolment.authorities().stream(),
                        certificates.stream().filter(certificate -> !Certificates.isSelfIssued(certificate)))
                .distinct()
                .toList();
        return new Receipt(applicationNumber, server, token, expiresAt, kept);
    }

    /** Fails when the file is there and is anything but an earlier receipt of the same application. */
    static void mayBeWritten(Path file, String applicationNumber) throws LockException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            if (read(file).applicationNumber().equals(applicationNumber)) {
                return;
            }
        } catch (LockException e) {
            // Told below: whatever it is, it is no receipt.
        }
        throw new LockException(Message.RECEIPT_FOR_ANOTHER, file, applicationNumber);
    }

    /** Writes the file for its owner alone, in one step. */
    void write(Path file) throws LockException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("applicationNumber", applicationNumber);
        json.put("server", server);
        json.put("token", token);
        json.put("expiresAt", expiresAt);
        json.put("certificates", new ArrayList<>(AuthorityList.write(certificates)));
        SafeFiles.replace(file, (JSONObjectUtils.toJSONString(json) + "\n").getBytes(StandardCharsets.UTF_8), true);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Receipt[" + applicationNumber + "]";
    }
}
