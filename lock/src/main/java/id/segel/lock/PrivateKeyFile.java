package id.segel.lock;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The private key's file: PKCS#8 encrypted with PBES2 (RFC 8018), AES-256-CBC under a key derived by
 * PBKDF2-HMAC-SHA-256. Before the PEM block stands a line that tells the time the key took.
 */
final class PrivateKeyFile {

    /**
     * A key pair and how long it took to make.
     *
     * @param pair the key pair
     * @param duration zero when the file does not tell
     */
    record Opened(KeyPair pair, Duration duration) {}

    /** OWASP's figure for PBKDF2-HMAC-SHA-256. */
    static final int ITERATIONS = 600_000;

    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int MAX_BYTES = 64 * 1024;
    private static final int SALT_OCTETS = 16;
    private static final int BLOCK_OCTETS = 16;
    private static final int KEY_OCTETS = 32;
    private static final String LABEL = "ENCRYPTED PRIVATE KEY";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN " + LABEL + "-----([A-Za-z0-9+/=\\s]{1,90000})-----END " + LABEL + "-----");
    private static final Pattern DURATION = Pattern.compile("LOCK: (\\d{1,7}) ms");

    /** The PRFs of RFC 8018 B.1.2 that OpenSSL writes, and their names in the JDK. */
    private static final Map<String, String> PRFS = Map.of(
            PKCSObjectIdentifiers.id_hmacWithSHA256.getId(), "PBKDF2WithHmacSHA256",
            PKCSObjectIdentifiers.id_hmacWithSHA384.getId(), "PBKDF2WithHmacSHA384",
            PKCSObjectIdentifiers.id_hmacWithSHA512.getId(), "PBKDF2WithHmacSHA512");

    private final Path file;

    PrivateKeyFile(Path file) {
        this.file = file;
    }

    /** Encrypts the key pair for writing. */
    static byte[] encrypt(KeyPair pair, Passphrase passphrase, SecureRandom random)
            throws GeneralSecurityException, IOException {
        byte[] salt = new byte[SALT_OCTETS];
        byte[] iv = new byte[BLOCK_OCTETS];
        random.nextBytes(salt);
        random.nextBytes(iv);
        byte[] clear = pkcs8(pair);
        byte[] key = derive("PBKDF2WithHmacSHA256", passphrase, salt, ITERATIONS);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            PBES2Parameters parameters = new PBES2Parameters(
                    new KeyDerivationFunc(
                            PKCSObjectIdentifiers.id_PBKDF2,
                            new PBKDF2Params(
                                    salt,
                                    ITERATIONS,
                                    KEY_OCTETS,
                                    new AlgorithmIdentifier(
                                            PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))),
                    new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
            return new EncryptedPrivateKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), cipher.doFinal(clear))
                    .getEncoded(ASN1Encoding.DER);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(clear, (byte) 0);
        }
    }

    /** Writes the encrypted key, readable by its owner alone; never overwrites. */
    void write(byte[] encrypted, Duration duration) throws LockException {
        String text = "LOCK: " + Math.min(duration.toMillis(), 9_999_999) + " ms\n" + Pem.encode(LABEL, encrypted);
        SafeFiles.createPrivate(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads and decrypts. */
    Opened open(Passphrase passphrase) throws LockException {
        String text = new String(SafeFiles.read(file, MAX_BYTES), StandardCharsets.ISO_8859_1);
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw text.contains("PRIVATE KEY")
                    ? new LockException(Message.KEY_NOT_ENCRYPTED, file)
                    : new LockException(Message.KEY_UNREADABLE, file, "PEM");
        }
        Matcher duration = DURATION.matcher(text.substring(0, block.start()));
        byte[] clear = decrypt(block.group(1), passphrase);
        try {
            return new Opened(
                    keyPair(PrivateKeyInfo.getInstance(clear)),
                    duration.find() ? Duration.ofMillis(Long.parseLong(duration.group(1))) : Duration.ZERO);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // A wrong passphrase gives valid padding once in 256 times; what comes out then is no key.
            throw new LockException(Message.PASSPHRASE_WRONG, file);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private byte[] decrypt(String base64, Passphrase passphrase) throws LockException {
        String prf;
        PBKDF2Params derivation;
        byte[] iv;
        byte[] encrypted;
        try {
            EncryptedPrivateKeyInfo info =
                    EncryptedPrivateKeyInfo.getInstance(Base64.getMimeDecoder().decode(base64));
            PBES2Parameters parameters =
                    PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
            derivation =
                    PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());
            prf = PRFS.get(derivation.getPrf().getAlgorithm().getId());
            EncryptionScheme scheme = parameters.getEncryptionScheme();
            iv = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
            encrypted = info.getEncryptedData();
            if (prf == null
                    || !PKCSObjectIdentifiers.id_PBES2.equals(
                            info.getEncryptionAlgorithm().getAlgorithm())
                    || !NISTObjectIdentifiers.id_aes256_CBC.equals(scheme.getAlgorithm())
                    || derivation.getIterationCount().bitLength() > 31
                    || derivation.getIterationCount().intValue() > MAX_ITERATIONS) {
                throw new LockException(Message.KEY_UNREADABLE, file, "PBES2, AES-256-CBC, PBKDF2");
            }
        } catch (RuntimeException e) {
            throw new LockException(Message.KEY_UNREADABLE, file, "PKCS#8");
        }
        byte[] key = new byte[0];
        try {
            key = derive(
                    prf,
                    passphrase,
                    derivation.getSalt(),
                    derivation.getIterationCount().intValue());
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(encrypted);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new LockException(Message.PASSPHRASE_WRONG, file);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] derive(String prf, Passphrase passphrase, byte[] salt, int iterations)
            throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase.characters(), salt, iterations, KEY_OCTETS * 8);
        try {
            return SecretKeyFactory.getInstance(prf).generateSecret(spec).getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    /** PKCS#8 in clear; an EC key with its public key, which the JDK leaves out (RFC 5915 3). */
    private static byte[] pkcs8(KeyPair pair) throws IOException {
        if (!(pair.getPrivate() instanceof ECPrivateKey key)) {
            return pair.getPrivate().getEncoded();
        }
        SubjectPublicKeyInfo publicKey =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        BigInteger order = key.getParams().getOrder();
        return new PrivateKeyInfo(
                        publicKey.getAlgorithm(),
                        new org.bouncycastle.asn1.sec.ECPrivateKey(
                                order.bitLength(),
                                key.getS(),
                                new DERBitString(publicKey.getPublicKeyData().getOctets()),
                                null))
                .getEncoded(ASN1Encoding.DER);
    }

    private static KeyPair keyPair(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(info.getEncoded(ASN1Encoding.DER));
        if (X9ObjectIdentifiers.id_ecPublicKey.equals(
                info.getPrivateKeyAlgorithm().getAlgorithm())) {
            ASN1BitString point = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey())
                    .getPublicKey();
            PublicKey publicKey = KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(
                            new SubjectPublicKeyInfo(info.getPrivateKeyAlgorithm(), point.getOctets())
                                    .getEncoded(ASN1Encoding.DER)));
            return new KeyPair(publicKey, KeyFactory.getInstance("EC").generatePrivate(spec));
        }
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        PrivateKey privateKey = rsa.generatePrivate(spec);
        RSAPrivateCrtKey numbers = (RSAPrivateCrtKey) privateKey;
        return new KeyPair(
                rsa.generatePublic(new RSAPublicKeySpec(numbers.getModulus(), numbers.getPublicExponent())),
                privateKey);
    }
}
