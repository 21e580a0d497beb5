package id.segel.hsm.cryptoki;

import com.sun.jna.Function;
import java.nio.file.Path;

/** Pulls sessions from under everybody in this process, as a device that restarts does. For tests only. */
public final class SessionLoss {
    private static final int C_CLOSE_ALL_SESSIONS = 14;

    private SessionLoss() {}

    /** C_CloseAllSessions on the slot of this token: every session and the login are gone. */
    public static void strike(Path module, String label) {
        Cryptoki cryptoki = Cryptoki.load(module, "");
        long slot = cryptoki.tokens().stream()
                .filter(token -> token.label().equals(label))
                .mapToLong(TokenDescription::slot)
                .findFirst()
                .orElseThrow();
        Function closeAll = Function.getFunction(cryptoki.functionList().getPointer(8 + 8L * C_CLOSE_ALL_SESSIONS));
        Cryptoki.check("C_CloseAllSessions", closeAll.invokeLong(new Object[] {slot}));
    }
}
