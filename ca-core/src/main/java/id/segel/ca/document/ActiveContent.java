package id.segel.ca.document;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * Finds what can act, fetch or carry other files in a PDF: looks at every object of the cross-reference table, whether a
 * page refers to it or not (ISO 32000-1 12.6, 7.11.4).
 */
final class ActiveContent {
    private static final int OBJECTS = 200_000;

    /** Keys that do not stand in a letter, whatever they hold. */
    private static final Set<String> KEYS = Set.of("JavaScript", "JS", "AA", "EmbeddedFiles", "EF", "XFA", "RichMedia");

    /** Actions (value of /S) that run, fetch or send something. */
    private static final Set<String> ACTIONS = Set.of(
            "JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "RichMediaExecute");

    /** Types and subtypes that carry such content. */
    private static final Set<String> TYPES =
            Set.of("EmbeddedFile", "RichMedia", "FileAttachment", "Screen", "Movie", "3D");

    private final Set<String> found = new TreeSet<>();
    private final Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<COSBase> waiting = new ArrayDeque<>();

    private ActiveContent() {}

    /**
     * @return the names of what was found, such as {@code /JavaScript}, sorted
     * @throws IOException when an object cannot be read, or there are more than a letter can have
     */
    static Set<String> in(COSDocument document) throws IOException {
        ActiveContent search = new ActiveContent();
        if (document.getTrailer() != null) {
            search.waiting.add(document.getTrailer());
        }
        for (COSObjectKey key : Set.copyOf(document.getXrefTable().keySet())) {
            search.waiting.add(document.getObjectFromPool(key));
            search.run();
        }
        search.run();
        return search.found;
    }

    private void run() throws IOException {
        while (!waiting.isEmpty()) {
            COSBase next = waiting.pop();
            COSBase object = next instanceof COSObject reference ? reference.getObject() : next;
            if (object == null || !seen.add(object)) {
                continue;
            }
            if (seen.size() > OBJECTS) {
                throw new IOException("more than " + OBJECTS + " objects");
            }
            if (object instanceof COSDictionary dictionary) {
                judge(dictionary);
                waiting.addAll(dictionary.getValues());
            } else if (object instanceof COSArray array) {
                for (int i = 0; i < array.size(); i++) {
                    COSBase item = array.get(i);
                    if (item != null) {
                        waiting.add(item);
                    }
                }
            }
        }
    }

    private void judge(COSDictionary dictionary) {
        for (Map.Entry<COSName, COSBase> entry : dictionary.entrySet()) {
            String key = entry.getKey().getName();
            if (KEYS.contains(key)) {
                found.add("/" + key);
            }
        }
        judgeName(dictionary.getDictionaryObject(COSName.S), ACTIONS);
        judgeName(dictionary.getDictionaryObject(COSName.TYPE), TYPES);
        judgeName(dictionary.getDictionaryObject(COSName.SUBTYPE), TYPES);
        COSBase open = dictionary.getDictionaryObject(COSName.OPEN_ACTION);
        if (open instanceof COSDictionary action && !onlyGoesToAPage(action)) {
            found.add("/OpenAction");
        }
    }

    private void judgeName(@Nullable COSBase value, Set<String> refused) {
        if (value instanceof COSName name && refused.contains(name.getName())) {
            found.add("/" + name.getName());
        }
    }

    /** What word processors write to open a file at its first page. */
    private static boolean onlyGoesToAPage(COSDictionary action) {
        return COSName.getPDFName("GoTo").equals(action.getDictionaryObject(COSName.S))
                && action.getDictionaryObject(COSName.getPDFName("Next")) == null;
    }
}
