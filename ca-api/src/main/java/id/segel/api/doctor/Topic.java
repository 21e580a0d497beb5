package id.segel.api.doctor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a finding is about. The id is what alerts and scripts go by: it is never given another meaning. */
public enum Topic {
    /** The file can be read and its values fit. */
    CONFIGURATION("configuration"),
    /** A running server answers, and its word on tokens is used. */
    SERVER("server"),
    /** A file with a PIN: its rights, its owner, that it holds one. */
    PIN_FILE("file.pin"),
    /** A file with a password: its rights, its owner. */
    PASSWORD_FILE("file.password"),
    /** The program itself, which nobody else may change. */
    PROGRAM_FILE("file.program"),
    /** Room where the service writes. */
    DISK("disk"),
    /** The machine's clock as the kernel judges it. */
    CLOCK("clock"),
    /** The database answers. */
    DATABASE("database"),
    /** The role may do what it should, and no more. */
    DATABASE_RIGHTS("database.rights"),
    /** What is committed stays committed. */
    DATABASE_DURABILITY("database.durability"),
    /** The database's clock against this machine's. */
    DATABASE_CLOCK("database.clock"),
    /** A key that cannot be replaced exists twice, and the copy was seen at work. */
    KEY_BACKUP("key.backup"),
    /** The schema is the program's. */
    DATABASE_SCHEMA("database.schema"),
    /** SoftHSM2's token directory is there. */
    STORE("store"),
    /** Room in the token directory: a login on a full disk destroys a token. */
    STORE_SPACE("store.space"),
    /** Rights of the token directory. */
    STORE_RIGHTS("store.rights"),
    /** Whom the token directory belongs to. */
    STORE_OWNER("store.owner"),
    /** Tokens in the directory that a full disk destroyed. */
    STORE_TOKENS("store.tokens"),
    /** Which process holds the token directory. */
    STORE_LOCK("store.lock"),
    /** The PKCS#11 library's file is there. */
    LIBRARY_FILE("library.file"),
    /** The library loads and says what it is. */
    LIBRARY("library"),
    /** A slot holds the token of this label and serial number. */
    TOKEN_SLOT("token.slot"),
    /** The token takes the PIN. */
    TOKEN_PIN("token.pin"),
    /** What the token says of its PIN before it is tried. */
    TOKEN_PIN_STATE("token.pin-state"),
    /** The token opens, for every other reason than its PIN. */
    TOKEN_OPEN("token.open"),
    /** Sessions the token allows against the permits configured. */
    TOKEN_SESSIONS("token.sessions"),
    /** Mechanisms the keys need. */
    TOKEN_MECHANISMS("token.mechanisms"),
    /** How the running server gets on with the token. */
    TOKEN_HEALTH("token.health"),
    /** No place at the token came free. */
    TOKEN_BUSY("token.busy"),
    /** A key that is expected is there. */
    KEY_THERE("key.there"),
    /** A key as it should be: sensitive, never extractable, local, one purpose, its certificate beside it. */
    KEY("key"),
    /** A key can leave the token. */
    KEY_EXTRACTABLE("key.extractable"),
    /** A key's value can be read. */
    KEY_SENSITIVE("key.sensitive"),
    /** A key was not born in the token, or could once leave it. */
    KEY_ORIGIN("key.origin"),
    /** A key serves more than one purpose. */
    KEY_PURPOSE("key.purpose"),
    /** The certificate beside a key. */
    KEY_CERTIFICATE("key.certificate"),
    /** A key that is not used, for another reason. */
    KEY_REFUSED("key.refused"),
    /** A key signs, software verifies, and how long it takes. */
    KEY_SIGNATURE("key.signature"),
    /** A key wraps and unwraps, and how long it takes. */
    KEY_WRAPPING("key.wrapping"),
    /** A key makes authentication codes, and how long it takes. */
    KEY_MAC("key.mac"),
    /** The examination itself: it took too long, or failed. */
    DOCTOR("doctor");

    private final String id;

    Topic(String id) {
        this.id = id;
    }

    @JsonValue
    public String id() {
        return id;
    }

    /**
     * The one of this id.
     *
     * @throws IllegalArgumentException if another version made it
     */
    @JsonCreator
    static Topic of(String id) {
        for (Topic topic : values()) {
            if (topic.id.equals(id)) {
                return topic;
            }
        }
        throw new IllegalArgumentException("no finding here is called " + id);
    }
}
