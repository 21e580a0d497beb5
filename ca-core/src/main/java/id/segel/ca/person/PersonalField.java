package id.segel.ca.person;

/** What is known of a person only encrypted, and shown whole only with a reason. */
public enum PersonalField {
    NIK("nik", EncryptedColumn.PERSON_NIK),
    NIP("nip", EncryptedColumn.PERSON_NIP),
    PHONE("phone", EncryptedColumn.PERSON_PHONE);

    private final String wireName;
    private final EncryptedColumn column;

    PersonalField(String wireName, EncryptedColumn column) {
        this.wireName = wireName;
        this.column = column;
    }

    /** The name in JSON and in audit events. */
    public String wireName() {
        return wireName;
    }

    EncryptedColumn column() {
        return column;
    }
}
