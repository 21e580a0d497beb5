package id.segel.ca.person;

import java.nio.charset.StandardCharsets;

/** Every column that holds a ciphertext of {@link PersonalDataCipher}. Its name is part of what the ciphertext is bound to. */
enum EncryptedColumn {
    PERSON_NIK("person", "nik_encrypted"),
    PERSON_NIP("person", "nip_encrypted"),
    PERSON_PHONE("person", "phone_encrypted"),
    ACCOUNT_TOTP_SECRET("account", "totp_secret_encrypted");

    /** Version of the form of ciphertext and AAD; another form would be another number. */
    private static final int VERSION = 1;

    private final String table;
    private final String column;

    EncryptedColumn(String table, String column) {
        this.table = table;
        this.column = column;
    }

    /** Table, column, row and version, separated by NUL, which is in none of them. */
    byte[] aad(long rowId) {
        return (table + '\0' + column + '\0' + rowId + '\0' + VERSION).getBytes(StandardCharsets.UTF_8);
    }

    /** The column without its row, for messages. */
    String place() {
        return table + "." + column;
    }
}
