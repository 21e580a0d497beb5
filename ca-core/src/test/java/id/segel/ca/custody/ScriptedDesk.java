package id.segel.ca.custody;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** People whose answers are written down beforehand. Remembers what the screen showed, and forgets it at a new page. */
public final class ScriptedDesk implements Desk {
    private final Deque<String> answers;
    private final List<String> prompts = new ArrayList<>();
    private final List<String> screen = new ArrayList<>();
    private final List<List<String>> pages = new ArrayList<>();

    public ScriptedDesk(String... answers) {
        this.answers = new ArrayDeque<>(List.of(answers));
    }

    @Override
    public String ask(String prompt) {
        prompts.add(prompt);
        return next(prompt);
    }

    @Override
    public char[] askHidden(String prompt) {
        prompts.add(prompt);
        return next(prompt).toCharArray();
    }

    private String next(String prompt) {
        String answer = answers.poll();
        if (answer == null) {
            throw new IllegalStateException("nobody answers \"" + prompt + "\"");
        }
        // What is on the paper is typed back: the share the screen shows.
        return answer.equals("(paper)") ? paper() : answer;
    }

    private String paper() {
        for (int i = pages.size() - 1; i >= 0; i--) {
            String text = String.join(
                    " ",
                    pages.get(i).stream()
                            .filter(line -> line.startsWith("    "))
                            .toList());
            if (!text.isEmpty()) {
                return text;
            }
        }
        throw new IllegalStateException("no share was shown");
    }

    @Override
    public void show(String line) {
        screen.add(line);
    }

    @Override
    public void newPage() {
        pages.add(List.copyOf(screen));
        screen.clear();
    }

    public List<String> prompts() {
        return prompts;
    }

    public List<String> screen() {
        return screen;
    }

    public List<List<String>> pages() {
        return pages;
    }

    public boolean isDone() {
        return answers.isEmpty();
    }
}
