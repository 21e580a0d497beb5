package id.segel.ca.custody;

import id.segel.hsm.Pin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The two dialogues with custodians: handing shares out, and taking them to put a PIN together. */
public final class Custodians {
    /** How often a share may be typed. */
    private static final int TRIES = 3;

    private static final int LONGEST_NAME = 80;

    private final Desk desk;

    public Custodians(Desk desk) {
        this.desk = desk;
    }

    /**
     * A PIN put together.
     *
     * @param chars the PIN, to be tried once
     * @param set the splitting its shares are of
     * @param threshold how many were needed
     * @param names of the custodians who typed, in order
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Gathered(char[] chars, String set, int threshold, List<String> names) {
        public Gathered {
            chars = chars.clone();
            names = List.copyOf(names);
        }

        /** The PIN for a token of this process. */
        public Pin pin() {
            return Pin.of(chars);
        }

        /** The PIN for a process that opens the token by itself; whoever takes it wipes it. */
        public char[] reveal() {
            return chars.clone();
        }

        /** For the transcript: who, never what. */
        public String line(String token) {
            return "PIN of token \"" + token + "\" put together from shares of set " + set + " by " + names.size()
                    + " custodians: " + String.join(", ", names);
        }

        /** Nothing of the PIN. */
        @Override
        public String toString() {
            return "PIN of set " + set;
        }
    }

    /**
     * Takes as many shares as are needed, one custodian after the other.
     *
     * @param token whose PIN it is, for the prompts
     * @throws IllegalArgumentException when a custodian mistypes {@value #TRIES} times or the shares give no PIN; the token
     *     was not asked
     */
    public Gathered gather(String token) {
        List<PinShare> shares = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try {
            do {
                String of = shares.isEmpty() ? "" : " of " + shares.get(0).threshold();
                String name = name("Token " + token + ", custodian " + (shares.size() + 1) + of + ", your name: ");
                shares.add(share(name, shares));
                names.add(name);
                desk.newPage();
            } while (shares.size() < shares.get(0).threshold());
            char[] pin = PinShares.join(shares);
            try {
                return new Gathered(pin, shares.get(0).setName(), shares.get(0).threshold(), names);
            } finally {
                Arrays.fill(pin, '\0');
            }
        } finally {
            shares.forEach(share -> Arrays.fill(share.share(), (byte) 0));
        }
    }

    private PinShare share(String name, List<PinShare> given) {
        String fault = "";
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            char[] typed = desk.askHidden("Share of " + name + " (not shown): ");
            try {
                PinShare share = PinShare.parse(java.nio.CharBuffer.wrap(typed));
                fault = PinShares.misfit(given, share);
                if (fault.isEmpty()) {
                    return share;
                }
            } catch (IllegalArgumentException e) {
                fault = String.valueOf(e.getMessage());
            } finally {
                Arrays.fill(typed, '\0');
            }
            desk.show(fault + " (" + attempt + " of " + TRIES + ")");
        }
        throw new IllegalArgumentException("The share of " + name + " was refused " + TRIES + " times: " + fault
                + " The token was not asked; begin again when the share is at hand.");
    }

    /**
     * Hands shares out: each on a page of its own, to a custodian who comes alone, writes it down, and types it back to
     * show that it was written down as it is.
     *
     * @return the names of the custodians in the order of the shares
     * @throws IllegalArgumentException when a custodian cannot type back what was written down
     */
    public List<String> handOut(List<PinShare> shares) {
        List<String> names = new ArrayList<>();
        for (PinShare share : shares) {
            desk.newPage();
            names.add(handOut(share, shares.size()));
        }
        desk.newPage();
        return List.copyOf(names);
    }

    private String handOut(PinShare share, int of) {
        desk.show("Share " + share.number() + " of " + of + ", set " + share.setName() + ". " + share.threshold()
                + " of the " + of + " open the token.");
        desk.show("Only the custodian of this share looks at the screen from here on.");
        String name = name("Your name: ");
        desk.show("");
        for (String line : lines(share.text())) {
            desk.show("    " + line);
        }
        desk.show("");
        desk.show("Write down the groups and the set " + share.setName() + " on paper, and nowhere else.");
        desk.ask("When it is written, press Enter: ");
        desk.newPage();
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            char[] typed = desk.askHidden("Type it back from the paper (not shown): ");
            try {
                PinShare back = PinShare.parse(java.nio.CharBuffer.wrap(typed));
                if (back.number() == share.number() && Arrays.equals(back.share(), share.share())) {
                    desk.show("The paper is right. Seal it.");
                    return name;
                }
                desk.show("That is another share. (" + attempt + " of " + TRIES + ")");
            } catch (IllegalArgumentException e) {
                desk.show(e.getMessage() + " (" + attempt + " of " + TRIES + ")");
            } finally {
                Arrays.fill(typed, '\0');
            }
        }
        throw new IllegalArgumentException("What " + name
                + " wrote down is not the share. Destroy all papers of this set and split the PIN again.");
    }

    /** Six groups a line. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        String[] groups = text.split(" ", -1);
        for (int i = 0; i < groups.length; i += 6) {
            lines.add(String.join("  ", Arrays.copyOfRange(groups, i, Math.min(i + 6, groups.length))));
        }
        return lines;
    }

    private String name(String prompt) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            String name = desk.ask(prompt).strip();
            if (!name.isEmpty() && name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl)) {
                return name;
            }
            desk.show(String.format(Locale.ROOT, "Give your name, at most %d characters.", LONGEST_NAME));
        }
        throw new IllegalArgumentException("No name was given. The transcript names every custodian; begin again.");
    }
}
