package id.segel.lock;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The enrolment file and the root it must lead to. */
final class EnrolmentOptions {

    /** 64 hex digits in any case, with colons or without. */
    static final class FingerprintConverter implements ITypeConverter<String> {

        private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

        @Override
        public String convert(String value) {
            String hex = value.replace(":", "").toLowerCase(Locale.ROOT);
            if (!HEX.matcher(hex).matches()) {
                throw new TypeConversionException("SHA-256");
            }
            return hex;
        }
    }

    @Option(names = "--enrolment", paramLabel = "FILE", required = true, order = 1)
    private Path file = Path.of("");

    @Option(names = "--root-sha256", paramLabel = "HEX", converter = FingerprintConverter.class, order = 20)
    private @Nullable String rootSha256;

    /** Reads and verifies the file. */
    Enrolment read(Surroundings surroundings, Terminal terminal) throws LockException {
        return new EnrolmentReader(file, terminal)
                .read(rootSha256, surroundings.clock().instant());
    }
}
