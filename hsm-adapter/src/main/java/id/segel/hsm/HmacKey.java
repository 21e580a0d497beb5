package id.segel.hsm;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** HMAC-SHA256 in the token, through SunPKCS11. */
record HmacKey(Engine engine, String label) implements MacKey {
    private static final int LENGTH = 32;

    @Override
    public byte[] mac(byte[] data) {
        if (data.length > MAX_DATA) {
            throw new IllegalArgumentException(
                    "The message has " + data.length + " bytes; at most " + MAX_DATA + " are authenticated.");
        }
        return engine.run(new Task("mac", label, "HMAC_SHA256"), generation -> {
            SecretKey key = generation.mac().get(label);
            if (key == null) {
                throw KeyRefusals.explain(
                        generation,
                        label,
                        KeyInfo.Kind.MAC,
                        engine.place().slot(generation.slot()).key(label));
            }
            Mac mac = Mac.getInstance("HmacSHA256", generation.provider());
            mac.init(key);
            byte[] made = mac.doFinal(data);
            if (made.length != LENGTH) {
                throw new GeneralSecurityException("the token's HMAC has " + made.length + " bytes");
            }
            return made;
        });
    }
}
