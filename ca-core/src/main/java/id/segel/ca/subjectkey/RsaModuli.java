package id.segel.ca.subjectkey;

import id.segel.ca.store.Database;
import id.segel.ca.store.Sha256;
import id.segel.csr.KnownModuli;
import id.segel.csr.SharedPrimeLookup;
import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jdbi.v3.core.Handle;

/**
 * The newest RSA keys of accepted requests, for a new one to be compared with. Read when the first is asked for, then what is
 * new each time. Thread-safe.
 */
public final class RsaModuli implements SharedPrimeLookup {
    /** More than {@link KnownModuli} keeps of any length. */
    private static final int NEWEST = 2_000;

    /** A request's number is drawn before it is committed: so many numbers back there may still come one. */
    private static final int LATE = 200;

    /** Octets; the SubjectPublicKeyInfo of an RSA key of 2048 bits has 294, of any curve fewer than 130. */
    private static final int SHORTEST_RSA = 200;

    private final Database database;
    private final KnownModuli moduli = new KnownModuli();
    private final Map<String, Boolean> taken = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > NEWEST + 2 * LATE;
        }
    };
    private long newest;

    public RsaModuli(Database database) {
        this.database = database;
    }

    @Override
    public boolean sharesPrime(BigInteger modulus) {
        refresh();
        return moduli.sharesPrime(modulus);
    }

    private synchronized void refresh() {
        long after = newest - LATE;
        for (Row row : database.read(handle -> rows(handle, after))) {
            newest = Math.max(newest, row.id());
            if (taken.put(Sha256.hex(row.spki()), true) == null) {
                take(row.spki());
            }
        }
    }

    private void take(byte[] spki) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(spki);
        if (key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            try {
                moduli.add(RSAPublicKey.getInstance(key.parsePublicKey()).getModulus());
            } catch (IOException e) {
                throw new IllegalStateException("a key that was accepted cannot be read", e);
            }
        }
    }

    private record Row(long id, byte[] spki) {}

    /** Oldest first, so that the oldest is forgotten first. */
    private static List<Row> rows(Handle handle, long after) {
        return handle.createQuery("""
                        SELECT id, spki FROM (SELECT id, spki FROM csr
                                               WHERE id > :after AND octet_length(spki) > :shortest
                                               ORDER BY id DESC LIMIT :newest) newest
                         ORDER BY id
                        """)
                .bind("after", after)
                .bind("shortest", SHORTEST_RSA)
                .bind("newest", NEWEST)
                .map((row, context) -> new Row(row.getLong("id"), row.getBytes("spki")))
                .list();
    }
}
