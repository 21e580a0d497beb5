package id.segel.ca.ceremony;

import id.segel.ca.authority.KeyPermit;
import java.nio.charset.StandardCharsets;

/**
 * The right to sign one stored transcript. The bytes begin with {@link #PREFIX}, which no DER SEQUENCE does: the signature
 * can never be taken for one over a certificate or a CRL.
 */
final class TranscriptPermit extends KeyPermit {
    /** The first line of every transcript. */
    static final String PREFIX = "segel-ceremony-transcript-v1\n";

    TranscriptPermit(String storedTranscript) {
        super(checked(storedTranscript));
    }

    private static byte[] checked(String transcript) {
        if (!transcript.startsWith(PREFIX)) {
            throw new IllegalArgumentException("what is to be signed is no transcript; that is a bug of ours");
        }
        return transcript.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected String purpose() {
        return "transcript";
    }
}
