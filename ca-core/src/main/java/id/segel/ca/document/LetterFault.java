package id.segel.ca.document;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Sentence;
import java.util.Locale;

/** Everything that refuses a letter (R3.1, R3.2, domain.md 5). */
enum LetterFault {
    EMPTY(
            "letter.empty",
            "Berkas kosong. Pilih berkas PDF surat rekomendasi.",
            "The file is empty. Choose the PDF of the recommendation letter."),
    TOO_LARGE(
            "letter.too-large",
            "Ukuran surat %s byte; maksimal %s byte. Pindai pada 150-200 dpi lalu unggah lagi.",
            "The letter has %s octets; at most %s are taken. Scan it at 150 to 200 dpi and upload it again."),
    NOT_A_PDF(
            "letter.not-a-pdf",
            "Berkas ini bukan PDF. Simpan atau pindai surat sebagai PDF lalu unggah lagi.",
            "This file is not a PDF. Save or scan the letter as PDF and upload it again."),
    TWO_FORMATS(
            "letter.two-formats",
            "Berkas ini PDF dan sekaligus jenis berkas lain. Simpan ulang surat sebagai PDF biasa.",
            "This file is a PDF and another kind of file at once. Save the letter again as an ordinary PDF."),
    UNREADABLE(
            "letter.unreadable",
            "PDF ini rusak atau terpotong sehingga tidak dapat dibaca. Simpan ulang lalu unggah lagi.",
            "This PDF is damaged or cut off and cannot be read. Save it again and upload it again."),
    UNPACKS_TOO_FAR(
            "letter.unpacks-too-far",
            "Isi PDF ini mengembang melebihi batas. Pindai ulang surat sebagai PDF biasa.",
            "The content of this PDF unpacks beyond the limit. Scan the letter again as an ordinary PDF."),
    ENCRYPTED(
            "letter.encrypted",
            "PDF ini dilindungi sandi atau enkripsi. Simpan tanpa perlindungan lalu unggah lagi.",
            "This PDF is protected by password or encryption. Save it without protection and upload it again."),
    NO_PAGES(
            "letter.no-pages",
            "PDF ini tidak berisi halaman. Unggah surat yang lengkap.",
            "This PDF has no pages. Upload the whole letter."),
    TOO_MANY_PAGES(
            "letter.too-many-pages",
            "PDF ini berisi lebih dari %s halaman. Unggah suratnya saja.",
            "This PDF has more than %s pages. Upload the letter only."),
    ACTIVE_CONTENT(
            "letter.active-content",
            "PDF ini berisi bagian aktif atau lampiran (%s). Cetak ulang surat ke PDF biasa lalu unggah lagi.",
            "This PDF has active content or attachments (%s). Print the letter to an ordinary PDF and upload it again.");

    private final String id;
    private final String indonesian;
    private final String english;

    LetterFault(String id, String indonesian, String english) {
        this.id = id;
        this.indonesian = indonesian;
        this.english = english;
    }

    Fault with(Object... values) {
        return new Fault(
                "",
                id,
                new Sentence(
                        String.format(Locale.ROOT, indonesian, values), String.format(Locale.ROOT, english, values)));
    }
}
