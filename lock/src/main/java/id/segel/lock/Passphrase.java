package id.segel.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A passphrase in memory, wiped when closed. It comes from a file, from the environment or from the terminal, never
 * from an argument, which every process on the machine could read.
 */
final class Passphrase implements AutoCloseable {

    static final String ENVIRONMENT = "SEGEL_LOCK_PASSPHRASE";
    static final int MIN_LENGTH = 12;
    private static final int MAX_LENGTH = 1024;

    private final char[] characters;

    private Passphrase(char[] characters) {
        this.characters = characters;
    }

    /** The passphrase of a key that exists; asked for once, no rule about its length. */
    static Passphrase existing(@Nullable Path file, Surroundings surroundings, Terminal terminal) throws LockException {
        return obtain(file, surroundings, terminal, Message.ASK_PASSPHRASE);
    }

    /** The passphrase of a new key; a person types it twice. */
    static Passphrase fresh(@Nullable Path file, Surroundings surroundings, Terminal terminal) throws LockException {
        Passphrase passphrase = obtain(file, surroundings, terminal, Message.ASK_NEW_PASSPHRASE);
        int length = Character.codePointCount(passphrase.characters, 0, passphrase.characters.length);
        if (length < MIN_LENGTH) {
            passphrase.close();
            throw new LockException(Message.PASSPHRASE_TOO_SHORT, length, MIN_LENGTH);
        }
        if (length > MAX_LENGTH) {
            passphrase.close();
            throw new LockException(Message.PASSPHRASE_TOO_LONG, MAX_LENGTH);
        }
        if (file == null && !surroundings.environment().containsKey(ENVIRONMENT)) {
            try (Passphrase again = ask(surroundings, terminal, Message.ASK_AGAIN)) {
                if (!Arrays.equals(passphrase.characters, again.characters)) {
                    passphrase.close();
                    throw new LockException(Message.PASSPHRASES_DIFFER);
                }
            }
        }
        return passphrase;
    }

    /** For the key derivation; wiped with this object. */
    char[] characters() {
        return characters;
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }

    private static Passphrase obtain(
            @Nullable Path file, Surroundings surroundings, Terminal terminal, Message question) throws LockException {
        if (file != null) {
            return fromFile(file);
        }
        String environment = surroundings.environment().get(ENVIRONMENT);
        return environment != null ? new Passphrase(environment.toCharArray()) : ask(surroundings, terminal, question);
    }

    private static Passphrase ask(Surroundings surroundings, Terminal terminal, Message question) throws LockException {
        char[] typed = surroundings.prompt().ask(question.in(terminal.language()));
        if (typed == null) {
            throw new LockException(Message.PASSPHRASE_MISSING);
        }
        return new Passphrase(typed);
    }

    /** The first line of a file that nobody else may read. */
    private static Passphrase fromFile(Path file) throws LockException {
        try {
            if (Files.exists(file) && !SafeFiles.isPrivate(file)) {
                throw new LockException(Message.PASSPHRASE_FILE_OPEN, file);
            }
        } catch (IOException e) {
            throw new LockException(Message.FILE_MISSING, file);
        }
        byte[] bytes = SafeFiles.read(file, 4 * MAX_LENGTH);
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        int end = 0;
        while (end < decoded.length() && decoded.charAt(end) != '\n' && decoded.charAt(end) != '\r') {
            end++;
        }
        char[] line = new char[end];
        decoded.get(line);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(decoded.array(), '\0');
        return new Passphrase(line);
    }
}
