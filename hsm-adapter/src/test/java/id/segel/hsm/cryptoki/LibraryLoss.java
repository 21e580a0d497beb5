package id.segel.hsm.cryptoki;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.nio.file.Path;

/** Finalises a library under everybody in this process, as careless other code does. For tests only. */
public final class LibraryLoss {
    private static final int C_FINALIZE = 1;

    private LibraryLoss() {}

    /** C_Finalize. */
    public static void strike(Path module) {
        Cryptoki cryptoki = Cryptoki.load(module, "");
        Function finalise = Function.getFunction(cryptoki.functionList().getPointer(8 + 8L * C_FINALIZE));
        Cryptoki.check("C_Finalize", finalise.invokeLong(new Object[] {Pointer.NULL}));
    }
}
