package id.segel.csr.debian;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The random numbers of OpenSSL 0.9.8c-1 to 0.9.8g-9 as Debian shipped it, from the first seeding on. Debian had taken
 * out the line that hashes what is put in, so that only its length is left, the number of outputs so far, and the
 * process id, which the output function hashes by itself.
 *
 * <p>The pool is 1,023 bytes, and {@code md} (20 bytes, SHA-1) runs through it. Stateful, for one thread.
 */
final class WeakRandom {

    static final int PROCESS_IDS = 32_768;

    private static final int POOL = 1023;
    private static final int DIGEST = 20;
    private static final int HALF = DIGEST / 2;

    /** Of {@code /dev/urandom}, at each seeding. */
    private static final int DEVICE_BYTES = 32;

    private static final int FILE_BYTES = 1024;

    private final Platform platform;
    private final int processId;
    private final MessageDigest sha1;

    /**
     * One byte longer than the pool: the output function may leave the index at 1023, and writes its next byte there
     * before it goes back to the beginning, though it reads from the beginning at once.
     */
    private final byte[] pool = new byte[POOL + 1];

    private byte[] md = new byte[DIGEST];
    private long outputs;
    private long inputs;
    private int index;
    private boolean seeded;
    private boolean stirred;

    /**
     * As the program stands after it has looked for its seed file.
     *
     * @param processId 0 to 32767; 0 never belonged to a program, but stands in all lists
     */
    WeakRandom(Platform platform, SeedFile seedFile, int processId) {
        if (processId < 0 || processId >= PROCESS_IDS) {
            throw new IllegalArgumentException("a process id is 0 to 32767, not " + processId);
        }
        this.platform = platform;
        this.processId = processId;
        try {
            this.sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
        if (seedFile != SeedFile.ABSENT) {
            add(platform.statBytes());
        }
        if (seedFile == SeedFile.READ) {
            add(FILE_BYTES);
        } else {
            // Without a file the program asks at once whether there is enough entropy, and that seeds.
            seed();
        }
    }

    /** The time of day, which is stirred in before every number drawn; its size is all that counts. */
    void addTime() {
        add(platform.wordBytes());
    }

    /** The device, the process id, the user id and the time. */
    private void seed() {
        add(DEVICE_BYTES);
        add(platform.wordBytes());
        add(platform.wordBytes());
        add(platform.wordBytes());
        seeded = true;
    }

    /** Stirs {@code length} bytes in, whose values do not matter. */
    private void add(int length) {
        int at = index;
        long count = inputs;
        byte[] local = md.clone();
        index += length;
        if (index >= POOL) {
            index %= POOL;
        }
        inputs += (length + DIGEST - 1) / DIGEST;
        for (int done = 0; done < length; done += DIGEST) {
            int block = Math.min(DIGEST, length - done);
            sha1.update(local);
            hashPool(at, block);
            hashCounts(outputs, count++);
            local = sha1.digest();
            at = mix(at, local, block);
        }
        for (int i = 0; i < DIGEST; i++) {
            md[i] ^= local[i];
        }
    }

    /** The next bytes. */
    byte[] next(int length) {
        if (!seeded) {
            seed();
        }
        if (!stirred) {
            // From here on the whole pool is in use, so its fill level needs no counting.
            for (int left = POOL; left > 0; left -= DIGEST) {
                add(DIGEST);
            }
            stirred = true;
        }
        byte[] drawn = new byte[length];
        int at = index;
        long outputsBefore = outputs++;
        byte[] local = md;
        index += (length + HALF - 1) / HALF * HALF;
        if (index > POOL) {
            index %= POOL;
        }
        for (int done = 0; done < length; done += HALF) {
            if (done == 0 && processId != 0) {
                sha1.update(ordered(Integer.BYTES).putInt(processId).array());
            }
            sha1.update(local);
            hashCounts(outputsBefore, inputs);
            hashPool(at, HALF);
            local = sha1.digest();
            at = mix(at, local, HALF);
            System.arraycopy(local, HALF, drawn, done, Math.min(HALF, length - done));
        }
        hashCounts(outputsBefore, inputs);
        sha1.update(local);
        sha1.update(md);
        md = sha1.digest();
        return drawn;
    }

    private void hashPool(int at, int length) {
        int before = Math.min(length, POOL - at);
        sha1.update(pool, at, before);
        sha1.update(pool, 0, length - before);
    }

    private int mix(int from, byte[] digest, int length) {
        int at = from;
        for (int i = 0; i < length; i++) {
            pool[at++] ^= digest[i];
            if (at >= POOL) {
                at = 0;
            }
        }
        return at;
    }

    private void hashCounts(long first, long second) {
        ByteBuffer counts = ordered(2 * platform.wordBytes());
        if (platform.wordBytes() == Long.BYTES) {
            counts.putLong(first).putLong(second);
        } else {
            counts.putInt((int) first).putInt((int) second);
        }
        sha1.update(counts.array());
    }

    private ByteBuffer ordered(int bytes) {
        return ByteBuffer.allocate(bytes).order(platform.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String toString() {
        return "WeakRandom[" + platform.label() + ", pid " + processId + ", pool " + Arrays.hashCode(pool) + "]";
    }
}
