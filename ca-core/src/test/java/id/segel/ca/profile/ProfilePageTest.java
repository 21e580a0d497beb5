package id.segel.ca.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example in docs/profiles.md is a profile, and the page has a line for each of its fields. */
class ProfilePageTest {
    @Test
    void theExampleIsAProfileAndEveryFieldHasALine() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "profiles.md"));
        int begin = page.indexOf("```json\n") + "```json\n".length();
        String example = page.substring(begin, page.indexOf("```", begin));
        assertThat(CertificateProfile.parse(example).name()).isEqualTo("contoh-lengkap");
        new ObjectMapper()
                .readTree(example)
                .fieldNames()
                .forEachRemaining(field -> assertThat(page).containsPattern("\\| `" + field + "(\\W|`)"));
        assertThat(page).contains("| `certificationAuthority`");
    }
}
