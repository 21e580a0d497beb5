package id.segel.ca.document;

import id.segel.ca.refusal.Fault;
import java.util.List;

/**
 * Judges a file that claims to be a letter. Implementations read bytes from strangers: they bound memory and time, and
 * fetch nothing that a file names.
 */
public interface LetterInspector {
    /**
     * Judges a file.
     *
     * @param file any bytes, already bounded in size
     * @return what was found; never throws for bad input
     */
    Inspection inspect(byte[] file);

    /**
     * What an inspection found.
     *
     * @param pages of the document; 0 where it could not be read
     * @param faults everything that refuses the file; empty when it is good
     */
    record Inspection(int pages, List<Fault> faults) {
        public Inspection {
            faults = List.copyOf(faults);
        }
    }
}
