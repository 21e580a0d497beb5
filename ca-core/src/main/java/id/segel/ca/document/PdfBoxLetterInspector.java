package id.segel.ca.document;

import id.segel.ca.refusal.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * Inspects letters in this process with PDFBox: header, bound on unpacking, full parse, encryption, pages, active content.
 * Every object is looked at, also those no page refers to. Thread-safe.
 */
public final class PdfBoxLetterInspector implements LetterInspector {
    /** The header must begin within this many octets (ISO 32000-1, implementation note 13). */
    private static final int HEADER_WITHIN = 1024;

    private static final long SCRATCH_LIMIT = 64L * 1024 * 1024;

    private final LetterConfiguration configuration;

    public PdfBoxLetterInspector(LetterConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Inspection inspect(byte[] file) {
        if (file.length == 0) {
            return refused(LetterFault.EMPTY.with());
        }
        if (!hasHeader(file)) {
            return refused(LetterFault.NOT_A_PDF.with());
        }
        List<Fault> faults = new ArrayList<>();
        if (beginsAsAnotherFormat(file)) {
            faults.add(LetterFault.TWO_FORMATS.with());
        }
        if (!UnpackingBound.holds(file)) {
            // What unpacks without end is not given to the parser.
            faults.add(LetterFault.UNPACKS_TOO_FAR.with());
            return new Inspection(0, faults);
        }
        int pages = 0;
        try (PDDocument document = Loader.loadPDF(
                new RandomAccessReadBuffer(file),
                "",
                null,
                null,
                MemoryUsageSetting.setupMainMemoryOnly(SCRATCH_LIMIT).streamCache)) {
            pages = judge(document, faults);
        } catch (InvalidPasswordException e) {
            faults.add(LetterFault.ENCRYPTED.with());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // PDFBox answers bad input with any of these; whatever it is, nobody can read this letter.
            faults.add(LetterFault.UNREADABLE.with());
        }
        return new Inspection(pages, faults);
    }

    private int judge(PDDocument document, List<Fault> faults) throws IOException {
        if (document.isEncrypted()) {
            faults.add(LetterFault.ENCRYPTED.with());
        }
        int pages = countPages(document);
        if (pages == 0) {
            faults.add(LetterFault.NO_PAGES.with());
        }
        if (pages > configuration.maxPages()) {
            faults.add(LetterFault.TOO_MANY_PAGES.with(configuration.maxPages()));
        }
        Set<String> active = ActiveContent.in(document.getDocument());
        if (!active.isEmpty()) {
            faults.add(LetterFault.ACTIVE_CONTENT.with(String.join(", ", active)));
        }
        return pages;
    }

    /** Walks the pages that are there; /Count may say anything. Stops one past the limit. */
    private int countPages(PDDocument document) {
        int pages = 0;
        for (var page : document.getPages()) {
            // A page whose dictionary cannot be had counts as damage, not as a page.
            page.getCOSObject().size();
            pages++;
            if (pages > configuration.maxPages()) {
                break;
            }
        }
        return pages;
    }

    private static boolean hasHeader(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, HEADER_WITHIN), StandardCharsets.ISO_8859_1);
        return start.contains("%PDF-");
    }

    private static boolean beginsAsAnotherFormat(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, 64), StandardCharsets.ISO_8859_1).stripLeading();
        return start.startsWith("PK")
                || start.startsWith("<")
                || start.startsWith("MZ")
                || start.startsWith("\u007fELF")
                || start.startsWith("#!")
                || start.startsWith("Rar!")
                || start.startsWith("7z");
    }

    private static Inspection refused(Fault fault) {
        return new Inspection(0, List.of(fault));
    }
}
