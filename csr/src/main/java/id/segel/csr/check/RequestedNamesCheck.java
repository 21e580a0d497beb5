package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.Shown;
import id.segel.csr.check.RequestedExtensions.Extension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;

/**
 * The only alternative name a request may ask for is an e-mail address. A machine's name, an address on the network, a
 * login (Microsoft's UPN) or a second distinguished name is an identity that nobody checked; ignoring it would leave its
 * owner believing that the certificate carries it, and a request with one was made for something else.
 */
final class RequestedNamesCheck implements CsrCheck {

    private static final int RFC822_NAME = 1;

    /** GeneralName (RFC 5280 4.2.1.6) by tag. */
    private static final List<String> KINDS = List.of(
            "otherName",
            "rfc822Name",
            "dNSName",
            "x400Address",
            "directoryName",
            "ediPartyName",
            "uniformResourceIdentifier",
            "iPAddress",
            "registeredID");

    private static final Map<String, String> OTHER_NAMES = Map.of(
            "1.3.6.1.4.1.311.20.2.3", "otherName UPN (Microsoft)",
            "1.3.6.1.5.2.2", "otherName KRB5PrincipalName",
            "1.3.6.1.5.5.7.8.9", "otherName SmtpUTF8Mailbox",
            "1.3.6.1.4.1.311.25.1", "otherName GUID (Microsoft)");

    @Override
    public String id() {
        return "requested-names";
    }

    @Override
    public String source() {
        return "RFC 5280 4.2.1.6, domain.md 1.5 and 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        return RequestedExtensions.of(csr).extensions().stream()
                .flatMap(extension -> judge(extension).stream())
                .distinct()
                .toList();
    }

    /** What is wrong with one extension, one finding for each kind of name; empty for extensions of other kinds. */
    static List<Finding> judge(Extension extension) {
        if (!extension.oid().equals(ExtensionNames.SUBJECT_ALT_NAME)) {
            return List.of();
        }
        if (!(extension.parse().orElse(null) instanceof ASN1Sequence names) || names.size() == 0) {
            return List.of(malformed());
        }
        Map<String, String> firstOfKind = new LinkedHashMap<>();
        for (ASN1Encodable name : names) {
            if (!(name instanceof ASN1TaggedObject tagged)
                    || tagged.getTagClass() != BERTags.CONTEXT_SPECIFIC
                    || tagged.getTagNo() >= KINDS.size()) {
                return List.of(malformed());
            }
            if (tagged.getTagNo() != RFC822_NAME) {
                try {
                    firstOfKind.putIfAbsent(kind(tagged), value(tagged));
                } catch (IOException | RuntimeException e) {
                    return List.of(malformed());
                }
            }
        }
        return firstOfKind.entrySet().stream()
                .map(name -> FindingKind.REQUESTS_NAME.with(name.getKey(), Shown.value(name.getValue())))
                .toList();
    }

    private static Finding malformed() {
        return FindingKind.EXTENSION_MALFORMED.with(ExtensionNames.of(ExtensionNames.SUBJECT_ALT_NAME));
    }

    private static String kind(ASN1TaggedObject name) {
        if (name.getTagNo() == 0) {
            ASN1Sequence other = (ASN1Sequence) name.getBaseUniversal(false, BERTags.SEQUENCE);
            String oid = ((ASN1ObjectIdentifier) other.getObjectAt(0)).getId();
            return OTHER_NAMES.getOrDefault(oid, "otherName " + Shown.value(oid));
        }
        return KINDS.get(name.getTagNo());
    }

    /** As text where it is one; numbers of an address in the usual form. */
    private static String value(ASN1TaggedObject name) throws IOException {
        return switch (name.getTagNo()) {
            case 0 -> {
                ASN1Sequence other = (ASN1Sequence) name.getBaseUniversal(false, BERTags.SEQUENCE);
                ASN1TaggedObject explicit = (ASN1TaggedObject) other.getObjectAt(1);
                ASN1Encodable value = explicit.getExplicitBaseObject();
                yield value instanceof ASN1String string ? string.getString() : "…";
            }
            case 2, 6 -> text(name);
            case 7 -> address(octets(name));
            case 4 ->
                org.bouncycastle.asn1.x500.X500Name.getInstance(name.getExplicitBaseObject())
                        .toString();
            default -> "…";
        };
    }

    private static String text(ASN1TaggedObject name) throws IOException {
        return new String(octets(name), StandardCharsets.UTF_8);
    }

    /** The content of an implicitly tagged primitive. */
    private static byte[] octets(ASN1TaggedObject name) throws IOException {
        return ((ASN1OctetString) name.getBaseUniversal(false, BERTags.OCTET_STRING)).getOctets();
    }

    private static String address(byte[] octets) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < octets.length && i < 16; i++) {
            boolean four = octets.length == 4;
            text.append(i == 0 || !four && i % 2 == 1 ? "" : four ? "." : ":");
            text.append(four ? String.valueOf(octets[i] & 0xff) : String.format("%02x", octets[i] & 0xff));
        }
        return text.toString();
    }
}
