package id.segel.api.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.segel.ca.access.Totp;
import id.segel.ca.person.TotpSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code demo/accounts.json}, which outside scripts read: one of the five roles, name, password, and the TOTP secret (base32
 * without padding; SHA-1, 6 digits, 30 s) or null.
 */
record DemoAccount(
        @JsonProperty("role") String role,
        @JsonProperty("username") String username,
        @JsonProperty("password") String password,
        @JsonProperty("totpSecret") @Nullable String totpSecret) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static List<DemoAccount> read(Path file) throws IOException {
        return Files.exists(file)
                ? JSON.readValue(file.toFile(), new TypeReference<List<DemoAccount>>() {})
                : List.of();
    }

    /** Writes the file whole or not at all, for its owner's eyes only. */
    static void write(Path file, List<DemoAccount> accounts) throws IOException {
        Path draft = file.resolveSibling(".accounts.json.new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(accounts) + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The first account of a role. */
    static DemoAccount first(List<DemoAccount> accounts, String role) {
        return accounts.stream()
                .filter(account -> account.role().equals(role))
                .findFirst()
                .orElseThrow(() -> new LocalFailure("the demonstration has no account of the role " + role
                        + "; the roles are "
                        + accounts.stream().map(DemoAccount::role).distinct().toList() + "."));
    }

    /** What this account's authenticator shows now; null where the role signs in without a code. */
    @Nullable
    String oneTimeCode() {
        return totpSecret == null ? null : new Totp().code(TotpSecret.ofBase32(totpSecret), Instant.now());
    }

    @Override
    public String toString() {
        return "DemoAccount[" + role + ", " + username + "]";
    }
}
