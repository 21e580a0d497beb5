package id.segel.api.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** A recommendation letter as the applicant's superior would write it, on one A4 page, for the demonstration. */
final class DemoLetter {
    private DemoLetter() {}

    static byte[] pdf(String fullName, String agency) throws IOException {
        String date = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.forLanguageTag("id"))
                .format(LocalDate.now(ZoneId.of("Asia/Jakarta")));
        List<String> lines = List.of(
                "Nomor    : 009/UJI/REK/"
                        + LocalDate.now(ZoneId.of("Asia/Jakarta")).getYear(),
                "Tanggal  : " + date,
                "Perihal  : Rekomendasi pendaftaran sertifikat elektronik",
                "",
                "Kepada Yth. Kepala Balai Sertifikasi Elektronik",
                "",
                "Dengan ini kami merekomendasikan pegawai berikut untuk mendaftar",
                "sertifikat elektronik OSD LU Kelas 2, Individu:",
                "",
                "Nama     : " + fullName,
                "Jabatan  : Analis",
                "Instansi : " + agency,
                "Tujuan   : penandatanganan naskah dinas elektronik",
                "",
                "Kepala " + agency,
                "",
                "(tanda tangan dan stempel)",
                "Dra. Contoh Pimpinan");
        PDFont plain = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
        PDFont bold = new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD);
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PDPage page = new PDPage(PDRectangle.A4);
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setLeading(18);
                content.newLineAtOffset(70, 770);
                content.setFont(bold, 14);
                content.showText(agency.toUpperCase(Locale.ROOT) + " (UJI)");
                content.newLine();
                content.newLine();
                content.setFont(plain, 11);
                for (String line : lines) {
                    content.showText(line);
                    content.newLine();
                }
                content.endText();
            }
            document.save(out);
            return out.toByteArray();
        }
    }
}
