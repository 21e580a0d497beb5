package id.segel.softhsm;

import java.nio.file.Path;

/** Arguments: module, label, "once" or "endless". Prints "signed N" after each signature. */
final class SigningMain {
    private SigningMain() {}

    public static void main(String[] arguments) throws Exception {
        char[] pin = System.getenv("TEST_PIN").toCharArray();
        try (Pkcs11Signer signer = Pkcs11Signer.open(Path.of(arguments[0]), arguments[1], pin)) {
            int signatures = 0;
            do {
                if (!signer.verify(signer.sign())) {
                    throw new IllegalStateException("wrong signature");
                }
                System.out.println("signed " + ++signatures);
            } while (arguments[2].equals("endless"));
        }
    }
}
