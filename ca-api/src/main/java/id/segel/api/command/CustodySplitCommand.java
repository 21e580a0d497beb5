package id.segel.api.command;

import id.segel.ca.custody.Custodians;
import id.segel.ca.custody.Desk;
import id.segel.ca.custody.PinShare;
import id.segel.ca.custody.PinShares;
import id.segel.ca.store.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code segel custody split}. */
@Command(
        name = "split",
        description = {
            "Splits a token's PIN among custodians (Shamir): some of them together open the token, fewer know nothing.",
            "Each custodian comes to the screen alone, writes the share down and types it back from the paper."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Nothing is stored. Afterwards destroy the file with the PIN; ceremonies take the shares (--pin shares)."
        })
public final class CustodySplitCommand implements Callable<Integer> {
    private final Supplier<Desk> desk;

    @Option(names = "--shares", required = true, paramLabel = "N", description = "How many custodians, 2 to 20.")
    private int shares;

    @Option(
            names = "--threshold",
            required = true,
            paramLabel = "M",
            description = "How many of them open the token, at least 2.")
    private int threshold;

    @Option(
            names = "--pin-file",
            paramLabel = "FILE",
            description = "A file with the PIN, mode 0600. Asked for when absent.")
    private @Nullable Path pinFile;

    public CustodySplitCommand() {
        this(TerminalDesk::require);
    }

    /** At another desk. */
    CustodySplitCommand(Supplier<Desk> desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        Desk table = desk.get();
        char[] pin = pin(table);
        try {
            List<PinShare> split = PinShares.split(pin, shares, threshold, new SecureRandom());
            List<String> names = new Custodians(table).handOut(split);
            table.show("The PIN is split: set " + split.get(0).setName() + ", any " + threshold + " of " + shares
                    + " open the token. Custodians:");
            for (int i = 0; i < names.size(); i++) {
                table.show("  share " + (i + 1) + ": " + names.get(i));
            }
            table.show(
                    pinFile == null
                            ? "Nothing was stored."
                            : "Nothing was stored. Destroy " + pinFile
                                    + " once a ceremony has worked with the shares.");
            split.forEach(share -> Arrays.fill(share.share(), (byte) 0));
            return 0;
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    private char[] pin(Desk table) {
        Path file = pinFile;
        if (file != null) {
            return Secret.fromFile(file).reveal().toCharArray();
        }
        char[] first = table.askHidden("PIN of the token (not shown): ");
        char[] second = table.askHidden("Once more: ");
        try {
            if (!Arrays.equals(first, second)) {
                throw new IllegalArgumentException("The two PINs differ. Nothing was split; begin again.");
            }
            return first.clone();
        } finally {
            Arrays.fill(first, '\0');
            Arrays.fill(second, '\0');
        }
    }
}
