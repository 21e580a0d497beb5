package id.segel.api.doctor;

import id.segel.hsm.KeyInfo;
import id.segel.hsm.MacKey;
import id.segel.hsm.TokenBusyException;
import id.segel.hsm.TokenException;
import id.segel.hsm.WrappingKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/** Has each wrapping key wrap and unwrap a random text, and each MAC key make the same code twice and another once. */
final class DataKeysCheck implements TokenCheck {
    private static final int TIMES = 3;
    private static final int MAC_BYTES = 32;
    private static final byte[] AAD = "doctor".getBytes(StandardCharsets.US_ASCII);

    private final SecureRandom random;

    DataKeysCheck(SecureRandom random) {
        this.random = random;
    }

    @Override
    public void look(OpenToken token, Findings findings) {
        for (KeyInfo info : token.token().keys()) {
            boolean wraps = info.kind() == KeyInfo.Kind.WRAPPING;
            if (!info.usable() || !(wraps || info.kind() == KeyInfo.Kind.MAC)) {
                continue;
            }
            String name = "Key \"" + info.label() + "\"";
            if (token.deadline().over(findings, name)) {
                continue;
            }
            Topic topic = wraps ? Topic.KEY_WRAPPING : Topic.KEY_MAC;
            try {
                if (wraps) {
                    wrap(name, token.token().wrappingKey(info.label()), findings);
                } else {
                    authenticate(name, token.token().macKey(info.label()), findings);
                }
            } catch (TokenBusyException e) {
                findings.warn(Topic.TOKEN_BUSY, name + " was not tried: no place at the token", e.remedy());
            } catch (TokenException e) {
                findings.failed(topic, name + " does not do what it is for: ", e);
            }
        }
    }

    private byte[] text() {
        byte[] text = new byte[32];
        random.nextBytes(text);
        return text;
    }

    private void wrap(String name, WrappingKey key, Findings findings) {
        long[] nanos = new long[TIMES];
        boolean same = true;
        for (int i = 0; i < TIMES; i++) {
            byte[] text = text();
            long start = System.nanoTime();
            byte[] back = key.unwrap(key.wrap(text, AAD), AAD);
            nanos[i] = System.nanoTime() - start;
            same &= Arrays.equals(text, back);
        }
        if (same) {
            findings.ok(Topic.KEY_WRAPPING, name + " wraps and unwraps: " + Latency.median(nanos) + " for both");
        } else {
            findings.error(
                    Topic.KEY_WRAPPING,
                    name + " unwrapped something else than it wrapped",
                    "Take the token out of service: it computes wrongly.");
        }
    }

    private void authenticate(String name, MacKey key, Findings findings) {
        long[] nanos = new long[TIMES];
        byte[] text = text();
        byte[] first = key.mac(text);
        boolean right = first.length == MAC_BYTES && !Arrays.equals(first, key.mac(text()));
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            right &= Arrays.equals(first, key.mac(text));
            nanos[i] = System.nanoTime() - start;
        }
        if (right) {
            findings.ok(Topic.KEY_MAC, name + " makes the same code again: " + Latency.median(nanos));
        } else {
            findings.error(
                    Topic.KEY_MAC,
                    name + " makes codes that cannot be right",
                    "Take the token out of service: it computes wrongly.");
        }
    }
}
