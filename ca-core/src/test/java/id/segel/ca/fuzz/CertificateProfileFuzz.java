package id.segel.ca.fuzz;

import id.segel.ca.profile.CertificateProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Fuzz target: a profile's definition is refused with a reason or taken, and taken again the same. */
public final class CertificateProfileFuzz {

    private static final List<String> BUNDLED = List.of(
            "audit-signer",
            "cross-ca",
            "enrolment-signer",
            "issuing-ca",
            "ocsp-responder",
            "osd-lu-kelas-2-individu",
            "root-ca");

    private CertificateProfileFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String definition = new String(input, StandardCharsets.UTF_8);
        CertificateProfile profile;
        try {
            profile = CertificateProfile.parse(definition);
        } catch (IllegalArgumentException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new AssertionError("a profile is refused without a reason", e);
            }
            return;
        }
        if (!profile.validity().equals(CertificateProfile.parse(definition).validity())) {
            throw new AssertionError("the same definition is two profiles");
        }
    }

    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : BUNDLED) {
            try (InputStream in = CertificateProfile.class.getResourceAsStream(name + ".json")) {
                if (in != null) {
                    seeds.add(in.readAllBytes());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return seeds;
    }
}
