package id.segel.ca.custody;

import id.segel.ca.store.Sha256;
import id.segel.hsm.Pin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/**
 * Splits a PIN and puts it together (Shamir 1979 over GF(2^8), Bouncy Castle's). What is split is the PIN with its length, a
 * check value and padding, so that shares tell neither the PIN nor its length, and a wrong put-together PIN is known before
 * a token counts it against its limit.
 */
public final class PinShares {
    /** The most custodians. */
    public static final int MOST = 20;

    private static final int CHECK = 8;
    private static final int SHORTEST = 32;
    private static final int STEP = 25;
    private static final ShamirSecretSplitter.Algorithm FIELD = ShamirSecretSplitter.Algorithm.AES;
    private static final ShamirSecretSplitter.Mode MODE = ShamirSecretSplitter.Mode.Native;

    private PinShares() {}

    /**
     * Splits.
     *
     * @param pin the PIN; the caller wipes its own
     * @param shares how many custodians, 2 to {@link #MOST}
     * @param threshold how many of them are needed, 2 to {@code shares}
     * @throws IllegalArgumentException when numbers or PIN do not fit
     */
    public static List<PinShare> split(char[] pin, int shares, int threshold, SecureRandom random) {
        if (shares < 2 || shares > MOST || threshold < 2 || threshold > shares) {
            throw new IllegalArgumentException("A PIN for " + shares + " custodians of whom " + threshold
                    + " are needed: choose 2 to " + MOST + " custodians and at least 2 of them as needed.");
        }
        Pin.of(pin);
        int set = random.nextInt();
        byte[] secret = padded(pin, set);
        try {
            ShamirSplitSecretShare[] made = new ShamirSecretSplitter(FIELD, MODE, secret.length, random)
                    .resplit(secret, threshold, shares)
                    .getSecretShares();
            List<PinShare> split = new ArrayList<>();
            for (int i = 0; i < made.length; i++) {
                split.add(new PinShare(set, threshold, i + 1, made[i].getEncoded()));
            }
            requireSamePin(split, threshold, pin);
            return List.copyOf(split);
        } catch (IOException e) {
            throw new IllegalStateException("the PIN cannot be split: " + e.getMessage(), e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Before anybody relies on the shares: the first and the last of them give the PIN back. */
    private static void requireSamePin(List<PinShare> shares, int threshold, char[] pin) {
        for (List<PinShare> some :
                List.of(shares.subList(0, threshold), shares.subList(shares.size() - threshold, shares.size()))) {
            char[] back = join(some);
            boolean same = Arrays.equals(back, pin);
            Arrays.fill(back, '\0');
            if (!same) {
                throw new IllegalStateException("the shares do not give the PIN back; nothing was split");
            }
        }
    }

    /**
     * Why a share cannot be used with those given before it, or nothing.
     *
     * @param given of one set already
     */
    public static String misfit(List<PinShare> given, PinShare next) {
        if (given.isEmpty()) {
            return "";
        }
        PinShare first = given.get(0);
        if (first.set() != next.set()
                || first.threshold() != next.threshold()
                || first.share().length != next.share().length) {
            return "This share is of set " + next.setName() + "; the first one is of set " + first.setName()
                    + ". Shares of different splittings do not fit together.";
        }
        return given.stream().anyMatch(share -> share.number() == next.number())
                ? "Share " + next.number() + " was given already. Another custodian's is needed."
                : "";
    }

    /**
     * Puts the PIN together; whoever takes it wipes it.
     *
     * @param shares as many as their threshold says, or more
     * @throws IllegalArgumentException when they are too few, do not fit together, or give no PIN
     */
    public static char[] join(List<PinShare> shares) {
        requireTogether(shares);
        ShamirSplitSecretShare[] parts = shares.stream()
                .map(share -> new ShamirSplitSecretShare(share.share().clone(), share.number()))
                .toArray(ShamirSplitSecretShare[]::new);
        try {
            byte[] secret = new ShamirSplitSecret(FIELD, MODE, parts).getSecret();
            try {
                return pin(secret, shares.get(0).set());
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("The shares give no PIN: " + e.getMessage() + ".", e);
        }
    }

    private static void requireTogether(List<PinShare> shares) {
        if (shares.isEmpty() || shares.size() < shares.get(0).threshold()) {
            throw new IllegalArgumentException("Too few shares: " + shares.size() + " of "
                    + (shares.isEmpty() ? "?" : shares.get(0).threshold()) + " that are needed.");
        }
        List<PinShare> given = new ArrayList<>();
        Set<String> misfits = new HashSet<>();
        for (PinShare share : shares) {
            misfits.add(misfit(given, share));
            given.add(share);
        }
        misfits.remove("");
        if (!misfits.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", misfits));
        }
    }

    /** Length (2 octets), PIN, check value, zeros up to 32 octets or 25 more and 25 more. */
    private static byte[] padded(char[] pin, int set) {
        byte[] utf8 = utf8(pin);
        try {
            int least = 2 + utf8.length + CHECK;
            int length = least <= SHORTEST ? SHORTEST : SHORTEST + (least - SHORTEST + STEP - 1) / STEP * STEP;
            ByteBuffer secret = ByteBuffer.allocate(length);
            secret.putShort((short) utf8.length).put(utf8).put(check(utf8, set));
            return secret.array();
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    private static char[] pin(byte[] secret, int set) {
        int length = (secret[0] & 0xff) << 8 | secret[1] & 0xff;
        if (length < 1 || length > Pin.MAX_BYTES || 2 + length + CHECK > secret.length) {
            throw noPin();
        }
        byte[] utf8 = Arrays.copyOfRange(secret, 2, 2 + length);
        byte[] given = Arrays.copyOfRange(secret, 2 + length, 2 + length + CHECK);
        try {
            if (!MessageDigest.isEqual(check(utf8, set), given)) {
                throw noPin();
            }
            CharBuffer chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
            char[] pin = new char[chars.remaining()];
            chars.get(pin);
            return pin;
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    private static IllegalArgumentException noPin() {
        return new IllegalArgumentException(
                "The shares give no PIN, though each is as it was written down. Was one altered? The token was not asked.");
    }

    private static byte[] check(byte[] pin, int set) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("segel-pin-shares-v1\0".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(set).array());
        bytes.writeBytes(pin);
        return Arrays.copyOf(Sha256.of(bytes.toByteArray()), CHECK);
    }

    @SuppressWarnings("ByteBufferBackingArray") // the buffer is our own and is to leave no copy behind
    private static byte[] utf8(char[] pin) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(pin));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }
}
