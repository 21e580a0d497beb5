package id.segel.csr;

import static id.segel.csr.FindingCases.ACCOUNT;
import static id.segel.csr.FindingCases.of;
import static id.segel.csr.RequestBuilder.extension;
import static id.segel.csr.RequestBuilder.extensionWithDefault;
import static id.segel.csr.RequestBuilder.rawExtension;
import static id.segel.csr.RequestBuilder.rsa;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Map;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** More of {@link FindingCases}: the subject's shape and scripts, attributes and extensions. */
final class NamesAndExtrasCases {

    static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    static final String SUBJECT_ALT_NAME = "2.5.29.17";
    static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    static final String OU = "2.5.4.11";
    static final String TITLE = "2.5.4.12";

    private NamesAndExtrasCases() {}

    static void addTo(Map<FindingKind, Supplier<FindingCases.Case>> cases) {
        cases.put(
                FindingKind.PEM_QUOTED,
                () -> of(("> " + new String(rsa().pem(), US_ASCII).replace("\n", "\n> ")).getBytes(US_ASCII)));
        subjects(cases);
        attributes(cases);
        extensions(cases);
    }

    private static void subjects(Map<FindingKind, Supplier<FindingCases.Case>> cases) {
        cases.put(FindingKind.SUBJECT_SPACES, () -> of(rsa().commonName(" Siti  Rahmawati")));
        cases.put(FindingKind.SUBJECT_MIXED_SCRIPTS, () -> of(rsa().commonName("Siti Rahm\u0430wati")));
        cases.put(FindingKind.SUBJECT_MULTI_VALUED, () -> of(rsa().multiValued(OU, "Bidang", TITLE, "Analis")));
        cases.put(FindingKind.SUBJECT_TOO_MANY, () -> {
            RequestBuilder request = rsa();
            for (int i = 0; i < 18; i++) {
                request.name(OU, "Unit " + (char) ('a' + i));
            }
            return of(request);
        });
        cases.put(
                FindingKind.COMMON_NAME_LOOKALIKE,
                () -> of(rsa().commonName("Siti Rahmawat\u0456")).judgedBy(ACCOUNT));
        cases.put(
                FindingKind.UNIT_MISMATCH,
                () -> of(rsa().name(OU, "Bidang Lain")).judgedBy(ACCOUNT));
        cases.put(
                FindingKind.TITLE_MISMATCH,
                () -> of(rsa().name(TITLE, "Kepala Dinas")).judgedBy(ACCOUNT));
    }

    private static void attributes(Map<FindingKind, Supplier<FindingCases.Case>> cases) {
        cases.put(
                FindingKind.ATTRIBUTE_MALFORMED,
                () -> of(rsa().attribute("1.2.840.113549.1.9.2")).along(FindingKind.ATTRIBUTE_IGNORED));
        cases.put(
                FindingKind.ATTRIBUTE_ORDER,
                () -> of(rsa().unsorted()
                                .attribute("1.2.840.113549.1.9.2", new DERUTF8String("panjang sekali"))
                                .attribute("1.2.840.113549.1.9.8", new DERUTF8String("a")))
                        .along(FindingKind.ATTRIBUTE_IGNORED));
        cases.put(FindingKind.ATTRIBUTES_TOO_MANY, () -> {
            RequestBuilder request = rsa();
            for (int i = 0; i < 21; i++) {
                request.attribute("1.2.3." + i, DERNull.INSTANCE);
            }
            return of(request).along(FindingKind.ATTRIBUTE_IGNORED);
        });
    }

    private static void extensions(Map<FindingKind, Supplier<FindingCases.Case>> cases) {
        cases.put(
                FindingKind.EXTENSION_MALFORMED,
                () -> of(rsa().extensions(rawExtension(SUBJECT_KEY_IDENTIFIER, (byte) 4, (byte) 9))));
        cases.put(
                FindingKind.EXTENSION_DEFAULT_ENCODED,
                () -> of(rsa().extensions(
                                extensionWithDefault(SUBJECT_KEY_IDENTIFIER, new DEROctetString(new byte[20])))));
        cases.put(FindingKind.EXTENSIONS_TOO_MANY, () -> {
            ASN1Encodable[] many = new ASN1Encodable[31];
            for (int i = 0; i < many.length; i++) {
                many[i] = extension("1.2.3." + i, false, DERNull.INSTANCE);
            }
            return of(rsa().extensions(many)).along(FindingKind.EXTENSION_IGNORED);
        });
        cases.put(
                FindingKind.EXTENSION_REFUSED,
                () -> of(rsa().extensions(extension("1.3.6.1.4.1.11129.2.4.3", true, DERNull.INSTANCE))));
        cases.put(
                FindingKind.REQUESTS_EXTENDED_KEY_USAGE,
                () -> of(rsa().extensions(purposes(KeyPurposeId.id_kp_OCSPSigning))));
        cases.put(
                FindingKind.REQUESTS_NAME,
                () -> of(rsa().extensions(names(new GeneralName(GeneralName.dNSName, "pc-01.dinas.go.id")))));
    }

    static ASN1Encodable purposes(KeyPurposeId... purposes) {
        return extension(EXTENDED_KEY_USAGE, false, new ExtendedKeyUsage(purposes));
    }

    static ASN1Encodable names(GeneralName... names) {
        return extension(SUBJECT_ALT_NAME, false, new GeneralNames(names));
    }

    static ASN1Encodable basicConstraintsWithDefault() {
        return extension("2.5.29.19", true, new DERSequence(org.bouncycastle.asn1.ASN1Boolean.FALSE));
    }
}
