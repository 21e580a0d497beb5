package id.segel.ca.document;

/**
 * A letter that was inspected and encrypted, ready to be stored. Immutable by agreement: nobody changes its arrays.
 *
 * @param id primary key it will have; encryption is bound to it
 * @param version of the application's letter; encryption is bound to it
 * @param sha256 of the file, 32 octets
 * @param size of the file in octets
 * @param pages of the PDF
 * @param ciphertext 12 octets IV, AES-256-GCM ciphertext, 16 octets tag
 * @param wrappedKey the file's key as the data token wrapped it
 * @param wrappingKeyLabel which key wrapped it
 */
@SuppressWarnings("ArrayRecordComponent") // Carried to one row and back, never compared.
public record SealedLetter(
        long id,
        int version,
        byte[] sha256,
        int size,
        int pages,
        byte[] ciphertext,
        byte[] wrappedKey,
        String wrappingKeyLabel) {}
