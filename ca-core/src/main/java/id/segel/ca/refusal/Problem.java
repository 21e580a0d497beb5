package id.segel.ca.refusal;

import java.util.Locale;

/**
 * Every way the authority says no, once. The name in kebab case is the last part of {@code type} in problem+json
 * (RFC 9457), {@code /problems/<kebab>}; the number is the HTTP status it is told with.
 */
public enum Problem {
    MALFORMED(
            400,
            "Permintaan tidak dapat dibaca. Periksa bentuknya lalu kirim lagi.",
            "The request cannot be read. Check its form and send it again."),
    TWO_CREDENTIALS(
            400,
            "Permintaan membawa kuki dan token sekaligus. Kirim salah satu saja.",
            "The request carries both a cookie and a token. Send only one."),
    SIGN_IN_REQUIRED(
            401,
            "Anda belum masuk atau sesi berakhir. Masuk lalu coba lagi.",
            "You are not signed in or the session has ended. Sign in and try again."),
    SIGN_IN_FAILED(
            401,
            "Nama, kata sandi, atau kode tidak cocok. Periksa lalu coba lagi.",
            "Name, password or code does not match. Check and try again."),
    NOT_PERMITTED(
            403,
            "Peran Anda tidak mengizinkan tindakan ini. Minta orang yang berperan sesuai.",
            "Your role does not permit this action. Ask a person who has the role."),
    CSRF_TOKEN_WRONG(
            403,
            "Token halaman tidak cocok. Muat ulang halaman lalu coba lagi.",
            "The page token does not match. Reload the page and try again."),
    ACCOUNT_NOT_ACTIVE(
            403,
            "Akun Anda tidak aktif. Hubungi pengelola instansi Anda.",
            "Your account is not active. Ask your agency's administrator."),
    NOT_FOUND(404, "Tidak ditemukan. Periksa nomornya.", "Not found. Check the number."),
    METHOD_NOT_ALLOWED(
            405,
            "Cara ini tidak tersedia di alamat ini. Lihat dokumentasi API.",
            "This method does not exist at this address. See the API documentation."),
    NOT_ACCEPTABLE(
            406,
            "Bentuk jawaban yang diminta tidak tersedia. Ubah header Accept.",
            "The requested form of answer does not exist. Change the Accept header."),
    WRONG_STATE(
            409,
            "Tindakan ini tidak berlaku pada keadaan sekarang. Muat versi terbaru lalu periksa lagi.",
            "This action does not apply in the present state. Load the latest version and check again."),
    APPLICATION_ALREADY_OPEN(
            409,
            "Anda masih memiliki permohonan terbuka untuk produk ini. Lanjutkan permohonan itu.",
            "You still have an open application for this product. Continue that one."),
    CERTIFICATE_STILL_ACTIVE(
            409,
            "Sertifikat Anda masih aktif. Ajukan lagi dalam 30 hari terakhir masa berlakunya, atau minta pencabutan.",
            "Your certificate is still active. Apply in the last 30 days of its validity, or ask for revocation."),
    IDEMPOTENCY_KEY_REUSED(
            409,
            "Idempotency-Key ini sudah dipakai untuk isi yang lain. Pakai kunci baru.",
            "This Idempotency-Key was used for another body. Use a new one."),
    NOT_YET_DELIVERABLE(
            409,
            "Sertifikat belum dapat diunduh. Tunggu pemberitahuan.",
            "The certificate cannot be downloaded yet. Wait for the notice."),
    STALE_VERSION(
            412,
            "Berkas ini berubah sejak Anda membukanya. Muat versi terbaru lalu periksa lagi.",
            "This changed since you opened it. Load the latest version and check again."),
    TOO_LARGE(
            413,
            "Isi terlalu besar. Kecilkan lalu kirim lagi.",
            "The content is too large. Make it smaller and send it again."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Jenis isi tidak diterima di alamat ini. Ubah header Content-Type.",
            "This type of content is not accepted at this address. Change the Content-Type header."),
    INVALID(
            422,
            "Ada isian yang tidak sesuai. Perbaiki semua yang disebut lalu kirim lagi.",
            "Something in the request does not fit. Mend all that is named and send it again."),
    LETTER_REFUSED(
            422,
            "Surat tidak dapat diterima. Perbaiki yang disebut lalu unggah lagi.",
            "The letter cannot be accepted. Mend what is named and upload it again."),
    CSR_REFUSED(
            422,
            "CSR tidak dapat diterima. Perbaiki semua yang disebut lalu kirim lagi.",
            "The CSR cannot be accepted. Mend all that is named and send it again."),
    INCOMPLETE(
            422,
            "Permohonan belum lengkap. Lengkapi yang disebut lalu kirim.",
            "The application is not complete. Add what is named, then submit."),
    CHECKLIST_INCOMPLETE(
            422,
            "Daftar periksa belum lengkap atau ada jawaban Tidak. Jawab semua butir sebelum menyetujui.",
            "The checklist is not complete or has a No. Answer every item before approving."),
    DECISION_NOT_YOURS(
            403,
            "Anda tidak dapat memutuskan berkas ini. Petugas lain yang memutuskan.",
            "You cannot decide on this file. Another officer decides."),
    VERSION_REQUIRED(
            428,
            "Header If-Match diperlukan. Kirim versi berkas yang Anda lihat.",
            "An If-Match header is needed. Send the version you have seen."),
    TOO_MANY_REQUESTS(
            429, "Terlalu banyak permintaan. Tunggu lalu coba lagi.", "Too many requests. Wait and try again."),
    OVERLOADED(
            503,
            "Sistem sedang penuh. Tunggu lalu coba lagi; tidak ada yang hilang.",
            "The system is at its limit. Wait and try again; nothing is lost."),
    DATABASE_AWAY(
            503,
            "Basis data sedang tidak dapat dihubungi. Coba lagi sebentar; tidak ada yang hilang.",
            "The database is away. Try again shortly; nothing is lost."),
    TOKEN_AWAY(
            503,
            "Modul keamanan sedang tidak dapat dipakai. Coba lagi sebentar; tidak ada yang hilang.",
            "The security module is away. Try again shortly; nothing is lost."),
    OUR_FAULT(
            500,
            "Ada kesalahan pada sistem kami. Coba lagi; bila tetap, sampaikan nomor permintaan kepada bantuan.",
            "Something failed on our side. Try again; if it stays, give the request number to the help desk.");

    private final int status;
    private final Sentence sentence;

    Problem(int status, String indonesian, String english) {
        this.status = status;
        this.sentence = new Sentence(indonesian, english);
    }

    public int status() {
        return status;
    }

    public Sentence sentence() {
        return sentence;
    }

    /** The name as it stands in URLs: {@code wrong-state}. */
    public String kebab() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
