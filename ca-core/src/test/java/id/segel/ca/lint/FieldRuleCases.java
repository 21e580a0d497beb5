package id.segel.ca.lint;

import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.hsm.SignatureScheme;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Every way of breaking a rule about the fields before the extensions. */
final class FieldRuleCases {
    private final List<RuleCase> cases = new ArrayList<>();

    private FieldRuleCases() {}

    static List<RuleCase> all() {
        FieldRuleCases table = new FieldRuleCases();
        table.encoding();
        table.serial();
        table.signature();
        table.names();
        table.subjectTexts();
        table.validity();
        table.keys();
        return table.cases;
    }

    private void subscriber(String rule, String what, java.util.function.Consumer<TbsRecipe> breaking) {
        cases.add(RuleCase.of(rule, what, TbsRecipe::subscriber, breaking));
    }

    private void encoding() {
        cases.add(RuleCase.ofBytes("lint.der", "a length in more octets than it needs", TbsRecipe::subscriber, tbs -> {
            byte[] padded = new byte[tbs.length + 1];
            padded[0] = 0x30;
            padded[1] = (byte) 0x83;
            System.arraycopy(tbs, 2, padded, 3, tbs.length - 2);
            return padded;
        }));
        cases.add(RuleCase.ofBytes("lint.der", "critical FALSE written out", TbsRecipe::subscriber, tbs -> {
            int at = Bytes.indexOf(tbs, "0603551d0e");
            byte[] broken = Bytes.inserted(tbs, at + 5, "010100");
            broken[at - 1] += 3;
            return Bytes.lengthenExtensions(broken, 3);
        }));
        cases.add(RuleCase.ofBytes("lint.der", "cA FALSE written out", TbsRecipe::full, tbs -> {
            int at = Bytes.indexOf(tbs, "0603551d130101ff04023000");
            byte[] broken = Bytes.inserted(tbs, at + 12, "010100");
            broken[at + 11] += 3;
            broken[at + 9] += 3;
            broken[at - 1] += 3;
            return Bytes.lengthenExtensions(broken, 3);
        }));
        cases.add(RuleCase.ofBytes("lint.der", "a BOOLEAN neither 00 nor FF", TbsRecipe::subscriber, tbs -> {
            tbs[Bytes.indexOf(tbs, "0603551d0f0101ff") + 7] = 1;
            return tbs;
        }));
        cases.add(RuleCase.ofBytes("lint.der", "unused bits that are used", TbsRecipe::subscriber, tbs -> {
            tbs[Bytes.indexOf(tbs, "0603551d0f0101ff0404030206c0") + 13] = (byte) 0xC1;
            return tbs;
        }));
        cases.add(RuleCase.ofBytes("lint.der", "named bits that end in zero", TbsRecipe::subscriber, tbs -> {
            tbs[Bytes.indexOf(tbs, "0603551d0f0101ff0404030206c0") + 12] = 5;
            return tbs;
        }));
        cases.add(new RuleCase(
                "lint.der",
                "a SET OF out of order",
                () -> TbsRecipe.subscriber().subjectOfLint(),
                () -> {
                    TbsRecipe recipe = TbsRecipe.subscriber();
                    recipe.useSubject(TbsRecipe.parts(
                            new AttributeTypeAndValue(BCStyle.OU, utf8("A")),
                            new AttributeTypeAndValue(BCStyle.OU, utf8("B"))));
                    byte[] tbs = recipe.tbs();
                    int at = Bytes.indexOf(tbs, "060355040b0c0141");
                    tbs[at + 7] = 'B';
                    tbs[at + 17] = 'A';
                    return recipe.subjectOfLint(tbs);
                }));
        subscriber("lint.version", "no version, which is v1", recipe -> recipe.version = null);
        subscriber("lint.version", "v2", recipe -> recipe.version = new DERTaggedObject(true, 0, new ASN1Integer(1)));
        subscriber(
                "lint.unique-identifiers",
                "an issuerUniqueID",
                recipe -> recipe.uniqueIdentifiers.add(TbsRecipe.uniqueIdentifier(1)));
        subscriber(
                "lint.unique-identifiers",
                "a subjectUniqueID",
                recipe -> recipe.uniqueIdentifiers.add(TbsRecipe.uniqueIdentifier(2)));
    }

    private void serial(String rule, String what, BigInteger number) {
        subscriber(rule, what, recipe -> {
            recipe.serial = new ASN1Integer(number);
            recipe.promiseWhatIsThere();
        });
    }

    private void serial() {
        BigInteger drawn = new BigInteger(TbsRecipe.SERIAL, 16);
        serial("lint.serial-positive", "below zero", drawn.negate());
        serial("lint.serial-positive", "zero", BigInteger.ZERO);
        serial("lint.serial-long", "16 octets", drawn.shiftRight(32));
        serial("lint.serial-long", "21 octets", drawn.shiftLeft(8));
        serial(
                "lint.serial-long",
                "a zero octet in front",
                BigInteger.ONE.shiftLeft(159).or(drawn));
        serial("lint.serial-random", "a counter", BigInteger.ONE.shiftLeft(158).add(BigInteger.valueOf(4711)));
        serial(
                "lint.serial-random",
                "octets that repeat",
                new BigInteger("5a5b5a5b5a5b5a5b5a5b5a5b5a5b5a5b5a5b5a5b", 16));
        subscriber(
                "lint.serial-promised",
                "one bit another",
                recipe -> recipe.serial = new ASN1Integer(drawn.flipBit(77)));
    }

    private void signature() {
        subscriber(
                "lint.signature-algorithm",
                "ECDSA with SHA-384",
                recipe -> recipe.algorithm = SignatureAlgorithms.identifier(SignatureScheme.ECDSA_SHA384));
        subscriber(
                "lint.signature-strength",
                "SHA-1 with RSA",
                recipe -> recipe.algorithm =
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.sha1WithRSAEncryption, DERNull.INSTANCE));
        subscriber(
                "lint.signature-strength",
                "MD5 with RSA",
                recipe -> recipe.algorithm =
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.md5WithRSAEncryption, DERNull.INSTANCE));
        subscriber(
                "lint.signature-strength",
                "SHA-256 with RSA without NULL",
                recipe -> recipe.algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption));
        subscriber(
                "lint.signature-strength",
                "ECDSA with NULL",
                recipe -> recipe.algorithm =
                        new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256, DERNull.INSTANCE));
        subscriber(
                "lint.signature-fits-key",
                "RSA under an EC issuer",
                recipe -> recipe.algorithm = SignatureAlgorithms.identifier(SignatureScheme.RSA_PKCS1_SHA256));
        cases.add(RuleCase.of(
                "lint.signature-fits-key",
                "SHA-384 with a root's own P-256 key",
                TbsRecipe::root,
                recipe -> recipe.algorithm = SignatureAlgorithms.identifier(SignatureScheme.ECDSA_SHA384)));
    }

    private void names() {
        subscriber(
                "lint.issuer-name",
                "other bytes of a name that compares equal",
                recipe -> recipe.issuerName = new X500Name("C=ID,O=uji,CN=Penerbit Uji"));
        cases.add(RuleCase.of(
                "lint.issuer-name",
                "a root under another's name",
                TbsRecipe::root,
                recipe -> recipe.issuerName = TbsRecipe.named("Induk Lain")));
        subscriber("lint.subject-name", "another person", recipe -> recipe.subject = TbsRecipe.person("Siti Lain"));
        subscriber("lint.subject-not-issuer", "a person named as the CA", recipe -> {
            recipe.subject = recipe.issuerName;
            recipe.promiseWhatIsThere();
        });
        subject("lint.subject-common-name", "two common names", TbsRecipe.part(BCStyle.CN, utf8("Nama Kedua")));
        subscriber(
                "lint.subject-common-name",
                "no common name",
                recipe -> recipe.useSubject(
                        TbsRecipe.part(BCStyle.C, printable("ID")), TbsRecipe.part(BCStyle.O, utf8("Dinas"))));
        subject(
                "lint.subject-template",
                "an attribute the template does not have",
                TbsRecipe.part(BCStyle.T, utf8("Analis")));
        subscriber("lint.subject-template", "another order", recipe -> {
            RDN[] parts = X500Name.getInstance(recipe.subject).getRDNs();
            RDN first = parts[0];
            parts[0] = parts[1];
            parts[1] = first;
            recipe.useSubject(parts);
        });
        subscriber("lint.subject-template", "another country than the fixed one", recipe -> {
            RDN[] parts = X500Name.getInstance(recipe.subject).getRDNs();
            parts[0] = TbsRecipe.part(BCStyle.C, printable("MY"));
            recipe.useSubject(parts);
        });
        subscriber("lint.subject-parts", "an empty subject", TbsRecipe::useSubject);
    }

    private void subject(String rule, String what, RDN more) {
        subscriber(rule, what, recipe -> {
            RDN[] parts = X500Name.getInstance(recipe.subject).getRDNs();
            RDN[] longer = Arrays.copyOf(parts, parts.length + 1);
            longer[parts.length] = more;
            recipe.useSubject(longer);
        });
    }

    private void subjectTexts() {
        String types = "lint.subject-string-types";
        subject(types, "a country in UTF8String", TbsRecipe.part(BCStyle.C, utf8("ID")));
        subject(types, "a serial number in UTF8String", TbsRecipe.part(BCStyle.SERIALNUMBER, utf8("A2")));
        subject(types, "an organisation in PrintableString", TbsRecipe.part(BCStyle.O, printable("Dinas")));
        subject(types, "an e-mail address in UTF8String", TbsRecipe.part(BCStyle.E, utf8("a@b.example")));
        subject(
                "lint.subject-printable",
                "an underscore in a PrintableString",
                TbsRecipe.part(BCStyle.SERIALNUMBER, new DERPrintableString("AB_2", false)));
        subject("lint.subject-lengths", "65 characters", TbsRecipe.part(BCStyle.OU, utf8("B".repeat(65))));
        subject("lint.subject-lengths", "a country of three", TbsRecipe.part(BCStyle.C, printable("IDN")));
        subject("lint.subject-country", "a country that is none", TbsRecipe.part(BCStyle.C, printable("XX")));
        subject("lint.subject-country", "small letters", TbsRecipe.part(BCStyle.C, printable("id")));
        String characters = "lint.subject-characters";
        subject(characters, "NUL", TbsRecipe.part(BCStyle.OU, utf8("Bidang\0Data")));
        subject(characters, "a right-to-left override", TbsRecipe.part(BCStyle.OU, utf8("Bidang\u202eData")));
        subject(characters, "a zero-width space", TbsRecipe.part(BCStyle.OU, utf8("Bidang\u200bData")));
        subject(characters, "a character of private use", TbsRecipe.part(BCStyle.OU, utf8("Bidang \ue000")));
        subject(characters, "letters not composed", TbsRecipe.part(BCStyle.OU, utf8("Rene\u0301")));
        subject("lint.subject-parts", "an empty text", TbsRecipe.part(BCStyle.OU, utf8("")));
        subject("lint.subject-parts", "a blank in front", TbsRecipe.part(BCStyle.OU, utf8(" Bidang")));
        subject(
                "lint.subject-parts",
                "two attributes in one part",
                TbsRecipe.parts(
                        new AttributeTypeAndValue(BCStyle.OU, utf8("Bidang")),
                        new AttributeTypeAndValue(BCStyle.T, utf8("Analis"))));
    }

    private void validity() {
        subscriber(
                "lint.validity-promised",
                "a second earlier than approved",
                recipe -> recipe.promiseTheTimes(
                        recipe.promise.notBefore().minusSeconds(1),
                        recipe.promise.notAfter().minusSeconds(1)));
        for (int more : new int[] {1, -1}) {
            subscriber("lint.validity-length", more + " s too long", recipe -> {
                Instant end = recipe.promise.notAfter().plusSeconds(more);
                recipe.notAfter = new Time(Date.from(end));
                recipe.promiseTheTimes(recipe.promise.notBefore(), end);
            });
        }
        subscriber(
                "lint.validity-encoding",
                "GeneralizedTime before 2050",
                recipe -> recipe.notAfter = new DERGeneralizedTime(Date.from(recipe.promise.notAfter())));
        subscriber(
                "lint.validity-encoding",
                "a time zone",
                recipe -> recipe.notBefore = new DERUTCTime("261120030405+0000"));
        subscriber("lint.validity-within-issuer", "longer than the issuer", recipe -> {
            Instant begin = Instant.parse("2047-06-01T00:00:00Z");
            Instant end = begin.plus(recipe.profile.validity()).minusSeconds(1);
            recipe.notBefore = new Time(Date.from(begin));
            recipe.notAfter = new Time(Date.from(end));
            recipe.promiseTheTimes(begin, end);
        });
        subscriber("lint.validity-within-issuer", "earlier than the issuer", recipe -> {
            Instant begin = Instant.parse("2025-12-31T23:59:59Z");
            Instant end = begin.plus(recipe.profile.validity()).minusSeconds(1);
            recipe.notBefore = new Time(Date.from(begin));
            recipe.notAfter = new Time(Date.from(end));
            recipe.promiseTheTimes(begin, end);
        });
    }

    private void key(String rule, String what, ASN1Encodable algorithm, ASN1Encodable key) {
        subscriber(
                rule,
                what,
                recipe -> recipe.useKey(SubjectPublicKeyInfo.getInstance(
                        new DERSequence(new ASN1Encodable[] {algorithm, new DERBitString(TbsRecipe.encoded(key))}))));
    }

    private void keys() {
        subscriber(
                "lint.public-key",
                "another key",
                recipe -> recipe.key = SubjectPublicKeyInfo.getInstance(
                        TbsRecipe.ISSUER_KEY.getPublic().getEncoded()));
        BigInteger modulus = BigInteger.ONE.shiftLeft(2047).setBit(0);
        RSAPublicKey rsa = new RSAPublicKey(modulus, BigInteger.valueOf(65537));
        key(
                "lint.public-key-form",
                "RSA without NULL",
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
                rsa);
        key(
                "lint.public-key-form",
                "P-521",
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, new ASN1ObjectIdentifier("1.3.132.0.35")),
                rsa);
        key(
                "lint.public-key-form",
                "a point that is none",
                new AlgorithmIdentifier(
                        X9ObjectIdentifiers.id_ecPublicKey, new ASN1ObjectIdentifier("1.2.840.10045.3.1.7")),
                rsa);
        key(
                "lint.public-key-form",
                "DSA",
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_dsa),
                new ASN1Integer(BigInteger.TEN));
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        key(
                "lint.public-key-rules",
                "RSA of 2047 bits",
                algorithm,
                new RSAPublicKey(modulus.shiftRight(1), BigInteger.valueOf(65537)));
        key("lint.public-key-rules", "exponent 3", algorithm, new RSAPublicKey(modulus, BigInteger.valueOf(3)));
        subscriber(
                "lint.public-key-rules",
                "Ed25519 the profile does not take",
                recipe -> recipe.useKey(
                        SubjectPublicKeyInfo.getInstance(TestKeys.ed25519().getEncoded())));
    }

    private static DERUTF8String utf8(String text) {
        return new DERUTF8String(text);
    }

    private static DERPrintableString printable(String text) {
        return new DERPrintableString(text);
    }
}
