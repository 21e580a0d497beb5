package id.segel.csr.check;

import id.segel.csr.DerWalk;
import id.segel.csr.ParsedCsr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;

/**
 * Every text an applicant, or a program on their behalf, can have put into a request: in the subject, in any attribute and
 * in any extension, whatever the string type and however deep, also inside octet strings. Key and signature are left out;
 * they are numbers.
 */
final class RequestTexts {

    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int ENUMERATED = 0x0a;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int UNIVERSAL_STRING = 0x1c;
    private static final int BMP_STRING = 0x1e;

    /** Octet strings in octet strings, as extensions in attributes are. */
    private static final int DEEPEST = 4;

    private final List<String> texts = new ArrayList<>();

    private RequestTexts() {}

    static List<String> of(ParsedCsr csr) {
        RequestTexts found = new RequestTexts();
        for (ParsedCsr.NameValue name : csr.names()) {
            found.texts.add(name.attribute().value());
            found.read(encode(name.encoded()), 0);
        }
        for (ParsedCsr.Attribute attribute : csr.attributes()) {
            found.read(encode(attribute.values()), 0);
        }
        return found.texts;
    }

    private void read(byte[] der, int level) {
        DerWalk.walk(der, (tag, offset, length) -> {
            switch (tag) {
                case BOOLEAN, INTEGER, OBJECT_IDENTIFIER, ENUMERATED, UTC_TIME, GENERALIZED_TIME -> {}
                case BMP_STRING -> texts.add(new String(der, offset, length, StandardCharsets.UTF_16BE));
                case UNIVERSAL_STRING -> texts.add(universal(der, offset, length));
                case OCTET_STRING -> octets(Arrays.copyOfRange(der, offset, offset + length), level);
                default -> {
                    if ((tag & 0x20) == 0) {
                        texts.add(new String(der, offset, length, StandardCharsets.UTF_8));
                    }
                }
            }
        });
    }

    private void octets(byte[] content, int level) {
        if (level < DEEPEST && DerWalk.walk(content, null).ending() == DerWalk.Ending.WHOLE) {
            read(content, level + 1);
        } else {
            texts.add(new String(content, StandardCharsets.UTF_8));
        }
    }

    private static String universal(byte[] der, int offset, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = offset; i + 3 < offset + length; i += 4) {
            int codePoint =
                    (der[i] & 0xff) << 24 | (der[i + 1] & 0xff) << 16 | (der[i + 2] & 0xff) << 8 | der[i + 3] & 0xff;
            text.appendCodePoint(Character.isValidCodePoint(codePoint) ? codePoint : 0xFFFD);
        }
        return text.toString();
    }

    private static byte[] encode(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("what was parsed cannot be encoded", e);
        }
    }
}
