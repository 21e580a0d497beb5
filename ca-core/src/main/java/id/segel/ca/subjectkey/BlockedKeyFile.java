package id.segel.ca.subjectkey;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of bad keys: lines with the SHA-256 of a SubjectPublicKeyInfo (64 hex digits, anything after a space is a
 * remark), PEM blocks of public keys, certificates and certificate requests, comments after {@code #}. All faults are told
 * at once, by line; a list with a fault is taken in no part.
 */
public final class BlockedKeyFile {
    /** Keys in one file. */
    public static final int MOST_KEYS = 1_000_000;

    private static final int LONGEST_LINE = 1_000;
    private static final int LONGEST_BLOCK = 64 * 1024;
    private static final int MOST_FAULTS = 20;
    private static final Pattern HASH = Pattern.compile("([0-9A-Fa-f]{64})(?:[ \\t].*)?");
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----");

    private final Set<String> keys = new TreeSet<>();
    private final List<Fault> faults = new ArrayList<>();
    private int line;

    private BlockedKeyFile() {}

    /**
     * @param text read to its end; the caller bounds its size and closes it
     * @return SHA-256 of each SubjectPublicKeyInfo, in the order of their bytes, each once
     * @throws RefusedException INVALID with the first 20 faults; their pointers are {@code /line/N}
     * @throws IOException when the text cannot be read
     */
    public static List<byte[]> read(Reader text) throws IOException {
        BlockedKeyFile file = new BlockedKeyFile();
        file.readLines(new BufferedReader(text));
        if (file.keys.isEmpty() && file.faults.isEmpty()) {
            file.fault(
                    "block-list.empty",
                    "Berkas ini tidak memuat satu kunci pun. Isi satu SHA-256 (64 angka heksadesimal) per baris, atau"
                            + " blok PEM.",
                    "The file holds no key at all. Put one SHA-256 (64 hex digits) on each line, or PEM blocks.");
        }
        if (!file.faults.isEmpty()) {
            throw RefusedException.because(Problem.INVALID, file.faults);
        }
        return file.keys.stream().map(HexFormat.of()::parseHex).toList();
    }

    private void readLines(BufferedReader reader) throws IOException {
        for (String text = next(reader); text != null && faults.size() < MOST_FAULTS; text = next(reader)) {
            String content = text.strip();
            Matcher begin = BEGIN.matcher(content);
            if (begin.matches()) {
                block(begin.group(1), reader);
            } else if (!content.isEmpty() && !content.startsWith("#")) {
                hash(content);
            }
            if (keys.size() > MOST_KEYS) {
                fault(
                        "block-list.too-many",
                        "Berkas ini memuat lebih dari " + MOST_KEYS + " kunci. Bagi menjadi beberapa berkas.",
                        "The file holds more than " + MOST_KEYS + " keys. Split it into several files.");
                return;
            }
        }
    }

    /** A line, cut where it is longer than anything that could stand in it. */
    private @Nullable String next(BufferedReader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        line++;
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (text.length() <= LONGEST_LINE) {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    private void hash(String content) {
        Matcher hash = HASH.matcher(content);
        if (hash.matches()) {
            keys.add(hash.group(1).toLowerCase(Locale.ROOT));
        } else {
            fault(
                    "block-list.line",
                    "Baris ini bukan SHA-256 dari kunci publik (64 angka heksadesimal) dan bukan blok PEM. Perbaiki atau"
                            + " hapus baris ini.",
                    "This line is neither the SHA-256 of a public key (64 hex digits) nor a PEM block. Mend or remove it.");
        }
    }

    private void block(String label, BufferedReader reader) throws IOException {
        int begin = line;
        StringBuilder base64 = new StringBuilder();
        String text = next(reader);
        while (text != null && !text.strip().equals("-----END " + label + "-----")) {
            if (base64.length() <= LONGEST_BLOCK) {
                base64.append(text.strip());
            }
            text = next(reader);
        }
        byte[] key = text == null || base64.length() > LONGEST_BLOCK ? null : keyOf(label, base64.toString());
        if (key == null) {
            int end = line;
            line = begin;
            fault(
                    "block-list.pem",
                    "Blok PEM \"" + label
                            + "\" tidak dapat dibaca; yang diterima PUBLIC KEY, CERTIFICATE dan CERTIFICATE"
                            + " REQUEST. Perbaiki atau hapus blok ini.",
                    "The PEM block \"" + label
                            + "\" cannot be read; PUBLIC KEY, CERTIFICATE and CERTIFICATE REQUEST are"
                            + " taken. Mend or remove it.");
            line = end;
        } else {
            keys.add(Sha256.hex(key));
        }
    }

    /** The SubjectPublicKeyInfo in a block, DER; null where there is none. */
    private static byte @Nullable [] keyOf(String label, String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            SubjectPublicKeyInfo key = switch (label) {
                case "PUBLIC KEY" -> SubjectPublicKeyInfo.getInstance(der);
                case "CERTIFICATE" -> Certificate.getInstance(der).getSubjectPublicKeyInfo();
                case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" ->
                    CertificationRequest.getInstance(der)
                            .getCertificationRequestInfo()
                            .getSubjectPublicKeyInfo();
                default -> null;
            };
            return key == null ? null : key.getEncoded();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private void fault(String id, String indonesian, String english) {
        faults.add(new Fault("/line/" + line, id, new Sentence(indonesian, english)));
    }
}
