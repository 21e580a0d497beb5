package id.segel.ca.document;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.refusal.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdfBoxLetterInspectorTest {
    private final LetterInspector inspector = new PdfBoxLetterInspector(LetterConfiguration.standard());

    @Test
    void anOrdinaryLetterIsGood() {
        LetterInspector.Inspection inspection = inspector.inspect(TestPdfs.pdf(3, "Surat", document -> {}));
        assertThat(inspection.faults()).isEmpty();
        assertThat(inspection.pages()).isEqualTo(3);
    }

    @Test
    void aLetterWithItsHeaderALittleLaterIsGood() {
        byte[] letter = TestPdfs.letter("Surat");
        byte[] moved = new byte[letter.length + 100];
        Arrays.fill(moved, 0, 100, (byte) '\n');
        System.arraycopy(letter, 0, moved, 100, letter.length);
        assertThat(inspector.inspect(moved).faults()).isEmpty();
    }

    @Test
    void whatHasNoPdfHeaderNearItsStartIsNoPdf() {
        assertThat(faults(new byte[0])).containsExactly("letter.empty");
        assertThat(faults("Dengan hormat,".getBytes(StandardCharsets.UTF_8))).containsExactly("letter.not-a-pdf");
        byte[] letter = TestPdfs.letter("Surat");
        byte[] late = new byte[letter.length + 2000];
        Arrays.fill(late, (byte) '\n');
        System.arraycopy(letter, 0, late, 2000, letter.length);
        assertThat(faults(late)).containsExactly("letter.not-a-pdf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PK\u0003\u0004", "<html><script>", "MZ", "#!/bin/sh\n"})
    void aFileThatIsAlsoSomethingElseIsRefused(String start) {
        byte[] prefix = start.getBytes(StandardCharsets.ISO_8859_1);
        byte[] letter = TestPdfs.letter("Surat");
        byte[] both = Arrays.copyOf(prefix, prefix.length + letter.length);
        System.arraycopy(letter, 0, both, prefix.length, letter.length);
        assertThat(faults(both)).contains("letter.two-formats");
    }

    @Test
    void anEncryptedLetterIsRefusedWithAndWithoutAPasswordToOpenIt() {
        for (String password : List.of("", "rahasia")) {
            byte[] letter = TestPdfs.pdf(1, "Surat", document -> {
                try {
                    document.protect(new StandardProtectionPolicy("pemilik", password, new AccessPermission()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(faults(letter)).containsExactly("letter.encrypted");
        }
    }

    @Test
    void aLetterWithoutPagesOrWithMoreThanTwentyIsRefused() {
        assertThat(faults(TestPdfs.pdf(0, "", document -> {}))).containsExactly("letter.no-pages");
        assertThat(faults(TestPdfs.pdf(20, "Surat", document -> {}))).isEmpty();
        assertThat(faults(TestPdfs.pdf(21, "Surat", document -> {}))).containsExactly("letter.too-many-pages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE"})
    void anActionThatRunsOrFetchesIsRefusedWhereverItStands(String action) {
        assertThat(faults(changed(catalog -> catalog.setItem(name("OpenAction"), action(action)))))
                .containsExactly("letter.active-content");
        // Nothing refers to it but a key no reader knows.
        assertThat(faults(changed(catalog -> catalog.setItem(name("Hidden"), new COSObject(action(action))))))
                .containsExactly("letter.active-content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JavaScript", "JS", "AA", "EmbeddedFiles", "EF", "XFA", "RichMedia"})
    void aKeyOfActiveContentIsRefused(String key) {
        assertThat(faults(changed(catalog -> catalog.setItem(name(key), new COSDictionary()))))
                .containsExactly("letter.active-content");
    }

    @Test
    void aFileEmbeddedInTheLetterIsRefusedAndAllIsNamedAtOnce() {
        byte[] letter = changed(catalog -> {
            COSDictionary annotation = new COSDictionary();
            annotation.setItem(COSName.SUBTYPE, name("FileAttachment"));
            catalog.setItem(name("Hidden"), annotation);
            catalog.setItem(name("OpenAction"), action("JavaScript"));
        });
        Fault fault = inspector.inspect(letter).faults().get(0);
        assertThat(fault.message().english()).contains("/FileAttachment, /JavaScript, /OpenAction");
    }

    @Test
    void openingAtAPageIsHarmless() {
        COSArray destination = new COSArray();
        destination.add(COSInteger.get(0));
        destination.add(name("Fit"));
        assertThat(faults(changed(catalog -> catalog.setItem(name("OpenAction"), destination))))
                .isEmpty();
        assertThat(faults(changed(catalog -> {
                    COSDictionary go = action("GoTo");
                    go.setItem(name("D"), destination);
                    catalog.setItem(name("OpenAction"), go);
                })))
                .isEmpty();
    }

    @Test
    @Timeout(30)
    void aStreamThatUnpacksToGigabytesIsRefusedWithoutUnpackingIt() throws IOException {
        byte[] once = deflated(new byte[64 * 1024 * 1024]);
        assertThat(faults(withObjectStream("/FlateDecode", once))).containsExactly("letter.unpacks-too-far");
        byte[] twice = deflated(once);
        assertThat(faults(withObjectStream("[/FlateDecode /FlateDecode]", twice)))
                .containsExactly("letter.unpacks-too-far");
        assertThat(faults(withObjectStream("/LZWDecode", new byte[10]))).containsExactly("letter.unpacks-too-far");
        assertThat(faults(withObjectStream("/Flate#44ecode", deflated(new byte[100]))))
                .doesNotContain("letter.unpacks-too-far");
    }

    @Test
    void aDamagedLetterNeverEndsInAnythingButAnAnswer() {
        byte[] letter = TestPdfs.pdf(2, "Surat", document -> {});
        Random random = new Random(4711);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = Arrays.copyOf(letter, 16 + random.nextInt(letter.length - 16));
            for (int hits = random.nextInt(8); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            LetterInspector.Inspection inspection = inspector.inspect(damaged);
            assertThat(inspection.faults().isEmpty() && inspection.pages() == 0)
                    .as("good and without pages")
                    .isFalse();
        }
    }

    private List<String> faults(byte[] file) {
        return inspector.inspect(file).faults().stream().map(Fault::id).toList();
    }

    private static byte[] changed(Consumer<COSDictionary> change) {
        return TestPdfs.pdf(
                1,
                "Surat",
                document -> change.accept(document.getDocumentCatalog().getCOSObject()));
    }

    private static COSDictionary action(String type) {
        COSDictionary action = new COSDictionary();
        action.setItem(COSName.S, name(type));
        action.setItem(name("F"), new COSString("berkas"));
        return action;
    }

    private static COSName name(String name) {
        return COSName.getPDFName(name);
    }

    private static byte[] withObjectStream(String filter, byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] letter = TestPdfs.letter("Surat");
        out.write(letter, 0, 9);
        out.write(("\n99 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter " + filter + " /Length " + data.length
                        + " >>\nstream\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(data);
        out.write("\nendstream\nendobj\n".getBytes(StandardCharsets.US_ASCII));
        out.write(letter, 9, letter.length - 9);
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(plain);
        }
        return out.toByteArray();
    }
}
