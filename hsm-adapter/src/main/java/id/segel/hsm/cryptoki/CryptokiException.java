package id.segel.hsm.cryptoki;

/** A PKCS#11 function returned something else than CKR_OK. */
public final class CryptokiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String function;
    private final long returnValue;

    CryptokiException(String function, long returnValue) {
        super(function + ": " + Names.returnValue(returnValue));
        this.function = function;
        this.returnValue = returnValue;
    }

    /** Name of the function, such as {@code C_Login}. */
    public String function() {
        return function;
    }

    /** The CK_RV. */
    public long returnValue() {
        return returnValue;
    }

    /** Name of the return value, such as {@code CKR_PIN_INCORRECT}, or {@code 0x…} where it has none here. */
    public String ckr() {
        return Names.returnValue(returnValue);
    }
}
