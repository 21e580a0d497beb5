package id.segel.csr;

/** Asks whoever knows about keys seen before; the server's database, nothing in LOCK. */
@FunctionalInterface
public interface KeyUseLookup {

    /**
     * @param spkiSha256 SHA-256 of the DER SubjectPublicKeyInfo, 32 bytes
     * @return what is known, never null. May throw; the request is then refused as one that cannot be checked
     */
    KeyUse lookup(byte[] spkiSha256);
}
