package id.segel.csr;

import static id.segel.csr.RequestBuilder.extension;
import static java.nio.charset.StandardCharsets.US_ASCII;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Requests in the very form of programs that do not run here: Windows' certreq and the WebCrypto libraries. */
final class ProgramForms {

    private static final String MICROSOFT = "1.3.6.1.4.1.311.";
    static final String MICROSOFT_EXTENSIONS = MICROSOFT + "2.1.14";
    static final KeyPurposeId EFS = KeyPurposeId.getInstance(new ASN1ObjectIdentifier(MICROSOFT + "10.3.4"));

    private ProgramForms() {}

    /** Windows 10 and 11: {@code certreq -new} with template User, key usage by INF. */
    static byte[] certreq() {
        return pem(
                windows("10.0.19045.2", RequestBuilder.EXTENSION_REQUEST, "Microsoft Software Key Storage Provider"));
    }

    /** Windows XP and Server 2003, and the wizard of IIS: the extensions under Microsoft's own OID. */
    static byte[] certreqOfOldWindows() {
        return pem(windows("5.1.2600.2", MICROSOFT_EXTENSIONS, "Microsoft Enhanced Cryptographic Provider v1.0"));
    }

    private static byte[] pem(byte[] der) {
        return RequestBuilder.pem("NEW CERTIFICATE REQUEST", der, "\r\n").getBytes(US_ASCII);
    }

    private static byte[] windows(String version, String extensionsOid, String provider) {
        return RequestBuilder.rsa()
                .noNames()
                .name(RequestBuilder.CN, new DERPrintableString("Siti Rahmawati"))
                .name(RequestBuilder.O, new DERPrintableString("Dinas Komunikasi dan Informatika"))
                .name(RequestBuilder.C, new DERPrintableString("ID"))
                .name(RequestBuilder.EMAIL, new DERIA5String("siti@dinas.go.id"))
                .attribute(MICROSOFT + "13.2.3", new DERIA5String(version))
                .attribute(MICROSOFT + "21.20", new DERSequence(new ASN1Encodable[] {
                    new ASN1Integer(5),
                    new DERUTF8String("PC-0123.dinas.local"),
                    new DERUTF8String("DINAS\\siti"),
                    new DERUTF8String("certreq.exe")
                }))
                .attribute(extensionsOid, new DERSequence(new ASN1Encodable[] {
                    extension("2.5.29.15", true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)),
                    extension("2.5.29.37", false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        EFS, KeyPurposeId.id_kp_emailProtection, KeyPurposeId.id_kp_clientAuth
                    })),
                    extension(MICROSOFT + "20.2", false, new DERBMPString("User")),
                    extension(
                            MICROSOFT + "21.10",
                            false,
                            new DERSequence(new DERSequence(KeyPurposeId.id_kp_clientAuth.toOID()))),
                    extension("1.2.840.113549.1.9.15", false, smimeCapabilities()),
                    extension("2.5.29.14", false, new DEROctetString(new byte[20]))
                }))
                .attribute(MICROSOFT + "13.2.2", new DERSequence(new ASN1Encodable[] {
                    new ASN1Integer(1), new DERBMPString(provider), new DERBitString(new byte[0])
                }))
                .der();
    }

    private static DERSequence smimeCapabilities() {
        return new DERSequence(new ASN1Encodable[] {
            new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier("1.2.840.113549.3.2"), new ASN1Integer(128)}),
            new DERSequence(new ASN1ObjectIdentifier("2.16.840.1.101.3.4.1.42"))
        });
    }

    /** The library @peculiar/x509 in a browser: P-256, one line end less, key usage and address as extensions. */
    static byte[] webCrypto() {
        byte[] der = RequestBuilder.ec()
                .extensions(
                        extension("2.5.29.15", true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)),
                        NamesAndExtrasCases.names(new GeneralName(GeneralName.rfc822Name, "siti@dinas.go.id")))
                .der();
        return RequestBuilder.pem("CERTIFICATE REQUEST", der, "\n").strip().getBytes(US_ASCII);
    }

    /** The library pkijs: no attributes at all, and a key usage whose unused bits are not counted. */
    static byte[] pkijs() {
        return RequestBuilder.ec()
                .extensions(extension("2.5.29.15", false, new DERBitString(new byte[] {(byte) 0xc0}, 0)))
                .der();
    }

    static byte[] pkijsWithoutAttributes() {
        return RequestBuilder.ec().withoutAttributes().der();
    }

    /** pkijs and node-forge with two attributes: in the order they were added. */
    static byte[] twoUnsortedAttributes() {
        return RequestBuilder.ec()
                .unsorted()
                .extensions(extension("2.5.29.14", false, new DEROctetString(new byte[20])))
                .attribute("1.2.840.113549.1.9.2", new DERUTF8String("a"))
                .der();
    }
}
