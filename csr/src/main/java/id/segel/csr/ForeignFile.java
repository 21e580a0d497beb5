package id.segel.csr;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.jspecify.annotations.Nullable;

/**
 * Says what a file is that is no request, because "not a CSR" alone does not help somebody who picked the wrong file of
 * three. Names only what is recognised beyond doubt; nothing depends on it but a sentence.
 *
 * @param indonesian what it is, to follow "bukan CSR:"
 * @param english the same, to follow "is not a CSR:"
 */
record ForeignFile(String indonesian, String english) {

    private static final ForeignFile CERTIFICATE = of("sertifikat", "a certificate");
    private static final ForeignFile PKCS7 = of("kumpulan sertifikat PKCS#7 (.p7b)", "a PKCS#7 bundle (.p7b)");
    private static final ForeignFile REVOCATION_LIST = of("daftar pencabutan (CRL)", "a revocation list (CRL)");
    private static final ForeignFile PUBLIC_KEY = of("kunci publik saja", "a bare public key");
    private static final ForeignFile SSH_KEY = of("kunci publik OpenSSH", "an OpenSSH public key");
    private static final ForeignFile SPKAC = of("permintaan SPKAC, bukan PKCS#10", "an SPKAC request, not PKCS#10");
    private static final ForeignFile PICTURE = of("gambar", "a picture");
    private static final ForeignFile ARCHIVE = of("arsip (zip dan sejenisnya)", "an archive (zip or the like)");
    private static final ForeignFile DOCUMENT = of("dokumen pengolah kata", "a word processor's document");
    private static final ForeignFile ENROLMENT =
            of("berkas pendaftaran, bahan untuk membuat CSR", "the enrolment file, which a CSR is made from");

    private static final Map<String, ForeignFile> LABELS = Map.ofEntries(
            Map.entry("CERTIFICATE", CERTIFICATE),
            Map.entry("X509 CERTIFICATE", CERTIFICATE),
            Map.entry("TRUSTED CERTIFICATE", CERTIFICATE),
            Map.entry("PKCS7", PKCS7),
            Map.entry("PKCS #7 SIGNED DATA", PKCS7),
            Map.entry("CMS", PKCS7),
            Map.entry("X509 CRL", REVOCATION_LIST),
            Map.entry("PUBLIC KEY", PUBLIC_KEY),
            Map.entry("RSA PUBLIC KEY", PUBLIC_KEY),
            Map.entry("PGP PUBLIC KEY BLOCK", of("kunci publik PGP", "a PGP public key")),
            Map.entry("PGP MESSAGE", of("pesan PGP", "a PGP message")));

    /** What files begin with, one character per octet. */
    private static final List<Map.Entry<String, ForeignFile>> BEGINNINGS = List.of(
            Map.entry("%PDF-", of("dokumen PDF", "a PDF document")),
            Map.entry("PK\u0003\u0004", ARCHIVE),
            Map.entry("\u001f\u008b", ARCHIVE),
            Map.entry("Rar!", ARCHIVE),
            Map.entry("7z\u00bc\u00af", ARCHIVE),
            Map.entry("\u00d0\u00cf\u0011\u00e0", DOCUMENT),
            Map.entry("{\\rtf", DOCUMENT),
            Map.entry("\u0089PNG", PICTURE),
            Map.entry("\u00ff\u00d8\u00ff", PICTURE),
            Map.entry("GIF8", PICTURE),
            Map.entry("ssh-", SSH_KEY),
            Map.entry("ecdsa-sha2-", SSH_KEY),
            Map.entry("---- BEGIN SSH2 PUBLIC KEY", SSH_KEY),
            Map.entry("SPKAC=", SPKAC),
            Map.entry("eyJ", ENROLMENT),
            Map.entry("<!doctype html", of("halaman web", "a web page")),
            Map.entry("<html", of("halaman web", "a web page")));

    private static final String PKCS7_ARC = "1.2.840.113549.1.7.";

    private static ForeignFile of(String indonesian, String english) {
        return new ForeignFile("berkas ini adalah " + indonesian, "it is " + english);
    }

    /** What a PEM block with that label is, or null. */
    static @Nullable ForeignFile labelled(String label) {
        return LABELS.get(label);
    }

    /** What a file is by its beginning, or null. */
    static @Nullable ForeignFile beginning(String text) {
        if (text.startsWith("PK\u0003\u0004") && text.contains("word/")) {
            return DOCUMENT;
        }
        String start = text.substring(0, Math.min(64, text.length())).stripLeading();
        String lower = start.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, ForeignFile> known : BEGINNINGS) {
            if (start.startsWith(known.getKey()) || lower.startsWith(known.getKey())) {
                return known.getValue();
            }
        }
        return null;
    }

    /** What a structure is that {@link DerWalk} let through, or null. */
    static @Nullable ForeignFile structure(byte[] der) {
        try {
            return ASN1Primitive.fromByteArray(der) instanceof ASN1Sequence whole ? structure(whole) : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable ForeignFile structure(ASN1Sequence whole) {
        if (whole.size() < 2) {
            return null;
        }
        ASN1Encodable first = whole.getObjectAt(0);
        ASN1Encodable second = whole.getObjectAt(1);
        if (first instanceof ASN1ObjectIdentifier oid && oid.getId().startsWith(PKCS7_ARC)) {
            return PKCS7;
        }
        if (whole.size() == 2) {
            boolean named = begins(first, ASN1ObjectIdentifier.class) && second instanceof ASN1BitString;
            return named || first instanceof ASN1Integer && second instanceof ASN1Integer ? PUBLIC_KEY : null;
        }
        return whole.size() == 3
                        && first instanceof ASN1Sequence inner
                        && second instanceof ASN1Sequence
                        && whole.getObjectAt(2) instanceof ASN1BitString
                ? signed(inner)
                : null;
    }

    private static @Nullable ForeignFile signed(ASN1Sequence inner) {
        if (begins(inner, ASN1TaggedObject.class)) {
            return CERTIFICATE;
        }
        if (inner.size() == 2 && inner.getObjectAt(1) instanceof ASN1IA5String) {
            return SPKAC;
        }
        for (ASN1Encodable element : inner) {
            if (isTime(element)) {
                return REVOCATION_LIST;
            }
            if (element instanceof ASN1Sequence pair && pair.size() == 2 && isTime(pair.getObjectAt(0))) {
                return CERTIFICATE;
            }
        }
        return null;
    }

    private static boolean begins(ASN1Encodable encoded, Class<?> type) {
        return encoded instanceof ASN1Sequence sequence
                && sequence.size() > 0
                && type.isInstance(sequence.getObjectAt(0));
    }

    private static boolean isTime(ASN1Encodable encoded) {
        return encoded instanceof ASN1UTCTime || encoded instanceof ASN1GeneralizedTime;
    }
}
