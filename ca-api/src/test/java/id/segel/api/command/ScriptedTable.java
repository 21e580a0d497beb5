package id.segel.api.command;

import id.segel.ca.custody.Desk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A desk whose answers are written down beforehand; "(paper)" types back the share that was shown last. */
public final class ScriptedTable implements Desk {
    private final Deque<String> answers;
    private final List<String> screen = new ArrayList<>();
    private final List<String> papers = new ArrayList<>();
    private final StringBuilder shown = new StringBuilder();

    public ScriptedTable(String... answers) {
        this.answers = new ArrayDeque<>(List.of(answers));
    }

    @Override
    public String ask(String prompt) {
        if (prompt.contains("When it is written")) {
            papers.add(shown.toString());
        }
        return next(prompt);
    }

    @Override
    public char[] askHidden(String prompt) {
        String answer = next(prompt);
        return (answer.equals("(paper)") ? papers.get(papers.size() - 1) : answer).toCharArray();
    }

    private String next(String prompt) {
        String answer = answers.poll();
        if (answer == null) {
            throw new IllegalStateException("nobody answers \"" + prompt + "\"");
        }
        return answer;
    }

    @Override
    public void show(String line) {
        screen.add(line);
        if (line.startsWith("    ")) {
            shown.append(line);
        }
    }

    @Override
    public void newPage() {
        shown.setLength(0);
    }

    /** What custodians wrote down, in order. */
    public List<String> papers() {
        return papers;
    }

    /** Everything that was ever on the screen. */
    public List<String> screen() {
        return screen;
    }
}
