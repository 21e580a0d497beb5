package id.segel.csr.check;

import id.segel.csr.DerWalk;
import id.segel.csr.ParsedCsr;
import id.segel.csr.SubjectAttribute;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds the texts in a request's subject and in the names it requests (subjectAltName). */
final class SubjectFields {

    static final String COMMON_NAME = "2.5.4.3";
    static final String SERIAL_NUMBER = "2.5.4.5";
    static final String COUNTRY = "2.5.4.6";
    static final String ORGANIZATION = "2.5.4.10";
    static final String ORGANIZATIONAL_UNIT = "2.5.4.11";
    static final String TITLE = "2.5.4.12";
    static final String EMAIL_ADDRESS = "1.2.840.113549.1.9.1";

    /** Tag of GeneralName (RFC 5280 4.2.1.6), as its first octet. */
    private static final int RFC822_NAME = 0x81;

    private SubjectFields() {}

    /** The values of one attribute type in the order of the request. */
    static List<String> values(ParsedCsr csr, String oid) {
        return csr.subject().stream()
                .filter(a -> a.oid().equals(oid))
                .map(SubjectAttribute::value)
                .toList();
    }

    /** The e-mail addresses the request asks for in its subjectAltName. */
    static List<String> requestedAddresses(ParsedCsr csr) {
        List<String> addresses = new ArrayList<>();
        for (byte[] names : requestedNames(csr)) {
            DerWalk.walk(names, (tag, offset, length) -> {
                if (tag == RFC822_NAME) {
                    addresses.add(new String(names, offset, length, StandardCharsets.UTF_8));
                }
            });
        }
        return addresses;
    }

    private static List<byte[]> requestedNames(ParsedCsr csr) {
        return RequestedExtensions.of(csr).extensions().stream()
                .filter(e -> e.oid().equals(ExtensionNames.SUBJECT_ALT_NAME))
                .map(RequestedExtensions.Extension::value)
                .toList();
    }
}
