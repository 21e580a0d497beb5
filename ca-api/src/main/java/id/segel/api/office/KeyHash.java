package id.segel.api.office;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** A public key as people name it: the SHA-256 of its SubjectPublicKeyInfo, 64 hex digits of any case. */
final class KeyHash {
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");

    private KeyHash() {}

    /**
     * @param pointer where the text stands
     * @return 32 bytes
     * @throws RefusedException INVALID
     */
    static byte[] parse(String pointer, String text) {
        if (!HEX.matcher(text).matches()) {
            throw RefusedException.because(
                    Problem.INVALID,
                    List.of(new Fault(
                            pointer,
                            "key.hash",
                            new Sentence(
                                    "Sebut kunci dengan SHA-256 dari SubjectPublicKeyInfo-nya: 64 angka heksadesimal.",
                                    "Name a key by the SHA-256 of its SubjectPublicKeyInfo: 64 hex digits."))));
        }
        return HexFormat.of().parseHex(text);
    }
}
