package id.segel.hsm.cryptoki;

/**
 * The functions this binding calls, with their place in CK_FUNCTION_LIST (PKCS #11 2.40). C_Logout and C_CloseAllSessions are
 * left out on purpose; C_Finalize is called by {@link Cryptoki#reinitialise} alone.
 */
enum NativeFunction {
    C_Initialize(0),
    C_Finalize(1),
    C_GetInfo(2),
    C_GetSlotList(4),
    C_GetTokenInfo(6),
    C_GetMechanismList(7),
    C_InitToken(9),
    C_InitPIN(10),
    C_OpenSession(12),
    C_CloseSession(13),
    C_GetSessionInfo(15),
    C_Login(18),
    C_CreateObject(20),
    C_DestroyObject(22),
    C_GetAttributeValue(24),
    C_FindObjectsInit(26),
    C_FindObjects(27),
    C_FindObjectsFinal(28),
    C_SignInit(42),
    C_Sign(43),
    C_GenerateKey(58),
    C_GenerateKeyPair(59);

    private final int index;

    NativeFunction(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }
}
