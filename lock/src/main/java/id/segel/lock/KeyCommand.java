package id.segel.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code lock key}: makes a key pair and stores it encrypted. No network. */
@Command(name = "key")
final class KeyCommand extends LockCommand {

    static final class KeyTypeConverter implements ITypeConverter<KeyType> {
        @Override
        public KeyType convert(String value) {
            KeyType type = KeyType.byOption(value);
            if (type == null) {
                throw new TypeConversionException("key type");
            }
            return type;
        }
    }

    @Mixin
    private EnrolmentOptions enrolmentOptions = new EnrolmentOptions();

    @Option(names = "--out", paramLabel = "FILE", required = true, order = 2)
    private Path out = Path.of("");

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "rsa-3072",
            converter = KeyTypeConverter.class,
            order = 3)
    private KeyType type = KeyType.RSA_3072;

    @Option(names = "--passphrase-file", paramLabel = "FILE", order = 10)
    private @Nullable Path passphraseFile;

    KeyCommand(Surroundings surroundings, Terminal terminal) {
        super(surroundings, terminal);
    }

    @Override
    int run() throws LockException {
        long begin = surroundings().nanoTime().getAsLong();
        Enrolment enrolment = enrolmentOptions.read(surroundings(), terminal());
        if (!type.isAllowedBy(enrolment.keyRules())) {
            throw new LockException(
                    Message.KEY_TYPE_REFUSED, type, String.join(", ", KeyType.allowedBy(enrolment.keyRules())));
        }
        SafeFiles.mustNotExist(out, Message.FILE_EXISTS);
        Duration duration;
        try (Passphrase passphrase = Passphrase.fresh(passphraseFile, surroundings(), terminal())) {
            KeyPair pair = type.generate(surroundings().random());
            byte[] encrypted =
                    PrivateKeyFile.encrypt(pair, passphrase, surroundings().random());
            duration = Duration.ofNanos(surroundings().nanoTime().getAsLong() - begin);
            new PrivateKeyFile(out).write(encrypted, duration);
        } catch (GeneralSecurityException | IOException e) {
            throw new LockException(Message.OUR_FAULT, e.getClass().getSimpleName());
        }
        terminal().say(Message.KEY_WRITTEN, type.description(), out);
        terminal().say(Message.KEY_DURATION, duration.toMillis() / 1000.0);
        return OK;
    }
}
