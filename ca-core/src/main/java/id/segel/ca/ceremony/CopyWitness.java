package id.segel.ca.ceremony;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.segel.ca.authority.KeyChallenge;
import id.segel.hsm.KeyInfo;
import id.segel.hsm.ModuleInfo;
import id.segel.hsm.Pin;
import id.segel.hsm.SlotInfo;
import id.segel.hsm.Token;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenException;
import id.segel.hsm.TokenPurpose;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The program of the process that opens a restored copy. It is a process of its own because a PKCS#11 library knows one
 * configuration and one login per process: in the ceremony's own, the copy could not be told from the original.
 */
final class CopyWitness {
    static final ObjectMapper JSON = JsonMapper.builder().build();

    /** The largest question. */
    private static final int LARGEST = 1024 * 1024;

    private CopyWitness() {}

    /** Reads a {@link CopyQuestion} from standard input and prints a {@link CopyAnswer}. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // Whatever libraries have to say does not come between.
        System.setOut(System.err);
        CopyAnswer answer;
        try {
            answer = answer(JSON.readValue(System.in.readNBytes(LARGEST), CopyQuestion.class));
        } catch (TokenException | IllegalArgumentException e) {
            answer = CopyAnswer.failed(String.valueOf(e.getMessage()));
        }
        answers.write(JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8));
        answers.write('\n');
        answers.flush();
        System.exit(0);
    }

    private static CopyAnswer answer(CopyQuestion question) {
        Path module = Path.of(question.module());
        ModuleInfo library = Token.module(module);
        List<SlotInfo> slots = library.slots().stream()
                .filter(slot -> slot.label().equals(question.label()))
                .toList();
        if (slots.size() != 1) {
            throw new IllegalArgumentException(slots.size() + " tokens with the label \"" + question.label()
                    + "\" are there; exactly one is needed. There are: "
                    + library.slots().stream()
                            .map(SlotInfo::label)
                            .filter(label -> !label.isEmpty())
                            .toList());
        }
        SlotInfo slot = slots.get(0);
        if (question.serial() != null && !question.serial().equals(slot.serialNumber())) {
            throw new IllegalArgumentException("the token \"" + slot.label() + "\" has the serial number "
                    + slot.serialNumber() + ", not " + question.serial());
        }
        String name = "token \"" + slot.label() + "\", serial number " + slot.serialNumber() + ", model " + slot.model()
                + ", by " + library.description() + " " + library.version();
        try (Token token = Token.open(configuration(question, module), new SimpleMeterRegistry())) {
            List<CopyAnswer.Done> done = new ArrayList<>();
            question.keys().forEach(task -> done.add(carryOut(token, task)));
            return new CopyAnswer(null, name, slot.serialNumber(), done);
        }
    }

    private static TokenConfiguration configuration(CopyQuestion question, Path module) {
        char[] given = question.pin();
        Pin pin = given != null
                ? Pin.of(given)
                : Pin.fromFile(Path.of(Objects.requireNonNull(question.pinFile(), "neither PIN nor file")));
        if (given != null) {
            Arrays.fill(given, '\0');
        }
        return new TokenConfiguration(
                TokenPurpose.CA,
                module,
                question.label(),
                pin,
                1,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                List.of());
    }

    private static CopyAnswer.Done carryOut(Token token, CopyQuestion.Task task) {
        try {
            byte[] output = switch (task.kind()) {
                case AUTHORITY ->
                    KeyChallenge.answer(
                            token.signingKey(task.label()),
                            Objects.requireNonNull(task.scheme(), "an authority without a scheme"),
                            task.input());
                case WRAPPING -> token.wrappingKey(task.label()).unwrap(task.input(), BackupCopy.aad(task.label()));
                case MAC -> token.macKey(task.label()).mac(task.input());
            };
            return new CopyAnswer.Done(output, attributes(token, task.label()), null);
        } catch (TokenException | IllegalArgumentException e) {
            return new CopyAnswer.Done(null, null, String.valueOf(e.getMessage()));
        }
    }

    private static String attributes(Token token, String label) {
        Optional<KeyInfo> info =
                token.keys().stream().filter(key -> key.label().equals(label)).findFirst();
        return info.map(key -> (key.sensitive() ? "sensitive" : "NOT SENSITIVE")
                        + (key.extractable() ? ", EXTRACTABLE" : ", not extractable")
                        + (key.local() ? ", local" : ", not local (restored)"))
                .orElse("attributes unknown");
    }
}
