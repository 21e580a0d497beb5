package id.segel.hsm;

import id.segel.hsm.cryptoki.Attributes;
import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cko;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * An object of a token with what the token tells of it.
 *
 * @param object {@code private key}, {@code public key}, {@code secret key} or {@code certificate}
 * @param values value by attribute name, such as {@code CKA_SENSITIVE} and {@code true}, in the order of a transcript;
 *     bytes are hex, text is quoted; what the token does not give is absent. Never the value of a key.
 */
public record ObjectAttributes(String object, Map<String, String> values) {
    private static final Map<String, Long> KEY = ordered(List.of(
            Map.entry("CKA_LABEL", Cka.LABEL),
            Map.entry("CKA_ID", Cka.ID),
            Map.entry("CKA_KEY_TYPE", Cka.KEY_TYPE),
            Map.entry("CKA_TOKEN", Cka.TOKEN),
            Map.entry("CKA_PRIVATE", Cka.PRIVATE),
            Map.entry("CKA_LOCAL", Cka.LOCAL),
            Map.entry("CKA_SENSITIVE", Cka.SENSITIVE),
            Map.entry("CKA_ALWAYS_SENSITIVE", Cka.ALWAYS_SENSITIVE),
            Map.entry("CKA_EXTRACTABLE", Cka.EXTRACTABLE),
            Map.entry("CKA_NEVER_EXTRACTABLE", Cka.NEVER_EXTRACTABLE),
            Map.entry("CKA_ALWAYS_AUTHENTICATE", Cka.ALWAYS_AUTHENTICATE),
            Map.entry("CKA_SIGN", Cka.SIGN),
            Map.entry("CKA_SIGN_RECOVER", Cka.SIGN_RECOVER),
            Map.entry("CKA_VERIFY", Cka.VERIFY),
            Map.entry("CKA_VERIFY_RECOVER", Cka.VERIFY_RECOVER),
            Map.entry("CKA_ENCRYPT", Cka.ENCRYPT),
            Map.entry("CKA_DECRYPT", Cka.DECRYPT),
            Map.entry("CKA_WRAP", Cka.WRAP),
            Map.entry("CKA_UNWRAP", Cka.UNWRAP),
            Map.entry("CKA_DERIVE", Cka.DERIVE),
            Map.entry("CKA_VALUE_LEN", Cka.VALUE_LEN),
            Map.entry("CKA_MODULUS_BITS", Cka.MODULUS_BITS),
            Map.entry("CKA_MODULUS", Cka.MODULUS),
            Map.entry("CKA_PUBLIC_EXPONENT", Cka.PUBLIC_EXPONENT),
            Map.entry("CKA_EC_PARAMS", Cka.EC_PARAMS),
            Map.entry("CKA_EC_POINT", Cka.EC_POINT)));
    private static final Map<String, Long> CERTIFICATE = ordered(List.of(
            Map.entry("CKA_LABEL", Cka.LABEL),
            Map.entry("CKA_ID", Cka.ID),
            Map.entry("CKA_TOKEN", Cka.TOKEN),
            Map.entry("CKA_PRIVATE", Cka.PRIVATE),
            Map.entry("CKA_SUBJECT", Cka.SUBJECT),
            Map.entry("CKA_ISSUER", Cka.ISSUER),
            Map.entry("CKA_SERIAL_NUMBER", Cka.SERIAL_NUMBER)));

    public ObjectAttributes {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static List<ObjectAttributes> read(CryptokiSession session, byte[] id) {
        List<ObjectAttributes> found = new ArrayList<>();
        add(found, session, id, "private key", Cko.PRIVATE_KEY, KEY);
        add(found, session, id, "public key", Cko.PUBLIC_KEY, KEY);
        add(found, session, id, "secret key", Cko.SECRET_KEY, KEY);
        add(found, session, id, "certificate", Cko.CERTIFICATE, CERTIFICATE);
        return List.copyOf(found);
    }

    private static void add(
            List<ObjectAttributes> found,
            CryptokiSession session,
            byte[] id,
            String object,
            long objectClass,
            Map<String, Long> names) {
        long[] types = names.values().stream().mapToLong(Long::longValue).toArray();
        for (long handle :
                session.find(new Template().number(Cka.CLASS, objectClass).bytes(Cka.ID, id))) {
            Map<String, String> values = new LinkedHashMap<>();
            Attributes attributes = session.read(handle, types);
            names.forEach((name, type) -> {
                if (attributes.has(type)) {
                    values.put(name, text(name, type, attributes));
                }
            });
            found.add(new ObjectAttributes(object, values));
        }
    }

    private static String text(String name, long type, Attributes attributes) {
        byte[] value = attributes.bytes(type);
        if (type == Cka.LABEL) {
            return '"' + attributes.text(type) + '"';
        }
        if (type == Cka.KEY_TYPE) {
            return keyType(attributes.number(type).orElse(-1));
        }
        OptionalLong number = attributes.number(type);
        if ((type == Cka.MODULUS_BITS || type == Cka.VALUE_LEN) && number.isPresent()) {
            return Long.toString(number.getAsLong());
        }
        boolean flag = value.length == 1 && type != Cka.ID && type != Cka.PUBLIC_EXPONENT && !name.contains("SERIAL");
        return flag ? Boolean.toString(value[0] != 0) : HexFormat.of().formatHex(value);
    }

    private static String keyType(long type) {
        if (type == Cko.CKK_RSA) {
            return "CKK_RSA";
        }
        if (type == Cko.CKK_EC) {
            return "CKK_EC";
        }
        if (type == Cko.CKK_AES) {
            return "CKK_AES";
        }
        return type == Cko.CKK_GENERIC_SECRET ? "CKK_GENERIC_SECRET" : "0x" + Long.toHexString(type);
    }

    private static Map<String, Long> ordered(List<Map.Entry<String, Long>> entries) {
        Map<String, Long> ordered = new LinkedHashMap<>();
        entries.forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return Collections.unmodifiableMap(ordered);
    }
}
