package id.segel.ca.ceremony;

import id.segel.hsm.ModuleInfo;
import id.segel.hsm.SlotInfo;
import id.segel.hsm.Token;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * What a ceremony tells: plain text, UTF-8, every line ended by one LF, the first line saying what it is. For one thread.
 */
final class Transcript {
    private final StringBuilder text = new StringBuilder(TranscriptPermit.PREFIX);
    private final Consumer<String> shown;

    Transcript(Consumer<String> shown) {
        this.shown = shown;
        shown.accept(TranscriptPermit.PREFIX.strip());
    }

    /** Control characters of values from outside must not make lines of their own. */
    void say(String line) {
        StringBuilder clean = new StringBuilder(line.length());
        line.codePoints()
                .map(character -> Character.isISOControl(character) ? '\uFFFD' : character)
                .forEach(clean::appendCodePoint);
        text.append(clean).append('\n');
        shown.accept(clean.toString());
    }

    /** Who, with what, when. */
    void begin(CeremonyFile file, CeremonyDao.Begun begun, CeremonyTools tools, String hash) {
        say("Ceremony: " + file.title());
        say("Number: " + begun.ceremonyId());
        say("File SHA-256: " + java.util.HexFormat.of().formatHex(begun.fileSha256()));
        say("File SHA-256, read aloud: " + hash);
        say("Operators: " + String.join(", ", file.operators()));
        say("Witnesses: " + (file.witnesses().isEmpty() ? "none" : String.join(", ", file.witnesses())));
        say("Program: " + tools.program());
        say("Begun: " + time(begun.at()) + " (database time)");
        tools.tokens().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(entry -> token(CeremonyPlan.word(entry.getKey()), entry.getValue()));
    }

    private void token(String purpose, Token token) {
        ModuleInfo library = token.library();
        say("Token (" + purpose + "): \"" + token.label() + "\"");
        library.slots().stream()
                .filter(slot -> slot.label().equals(token.label()))
                .forEach(this::slot);
        say("  Module: " + library.module());
        say("  Library: " + library.description() + ", " + library.manufacturer() + ", version " + library.version()
                + ", Cryptoki " + library.cryptokiVersion());
    }

    private void slot(SlotInfo slot) {
        say("  Serial number " + slot.serialNumber() + ", model " + slot.model() + ", manufacturer "
                + slot.manufacturer() + ", hardware " + slot.hardwareVersion() + ", firmware "
                + slot.firmwareVersion());
    }

    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** All that was said. */
    String text() {
        return text.toString();
    }
}
