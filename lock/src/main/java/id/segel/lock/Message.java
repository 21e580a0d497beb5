package id.segel.lock;

import id.segel.csr.Language;

/** Every sentence LOCK says, in both languages. The arguments stand in the order both use. */
enum Message {
    ROOT_FINGERPRINT("Sidik digital sertifikat akar (SHA-256): %1$s", "Root certificate fingerprint (SHA-256): %1$s"),
    KEY_WRITTEN(
            "Kunci %1$s dibuat dan disimpan terenkripsi di %2$s. Jaga berkas dan frasa sandinya; tanpa keduanya"
                    + " sertifikat tidak dapat dipakai.",
            "A %1$s key was made and stored encrypted in %2$s. Keep the file and its passphrase; without both the"
                    + " certificate cannot be used."),
    KEY_DURATION("Pembuatan kunci selesai dalam %1$.1f detik", "Making the key took %1$.1f seconds"),
    CSR_WRITTEN(
            "CSR untuk permohonan %1$s (%2$s) disimpan di %3$s. Kirim dengan perintah: lock send",
            "The CSR for application %1$s (%2$s) was stored in %3$s. Send it with the command: lock send"),
    STEP_DURATION("Langkah 4 selesai dalam %1$.1f detik", "Step 4 took %1$.1f seconds"),
    CSR_REFUSED(
            "CSR tidak memenuhi syarat; perbaiki semua hal bertanda GALAT di atas lalu ulangi.",
            "The CSR does not meet the rules; mend everything marked ERROR above and try again."),
    FINDING_ERROR("GALAT", "ERROR"),
    FINDING_WARNING("PERINGATAN", "WARNING"),
    FINDING_INFO("INFO", "INFO"),
    CSR_SENT(
            "CSR diterima untuk permohonan %1$s (SHA-256 %2$s). Tanda terima disimpan di %3$s.",
            "The CSR was accepted for application %1$s (SHA-256 %2$s). The receipt was stored in %3$s."),
    STATE("Status permohonan %1$s: %2$s", "State of application %1$s: %2$s"),
    CERTIFICATE_WRITTEN(
            "Sertifikat cocok dengan kunci Anda, rantainya terverifikasi, dan disimpan di %1$s.",
            "The certificate fits your key, its chain verifies, and it was stored in %1$s."),
    CHAIN_WRITTEN("Rantai sertifikat disimpan di %1$s.", "The certificate chain was stored in %1$s."),

    ASK_PASSPHRASE("Frasa sandi kunci: ", "Key passphrase: "),
    ASK_NEW_PASSPHRASE("Frasa sandi baru (minimal 12 karakter): ", "New passphrase (at least 12 characters): "),
    ASK_AGAIN("Ulangi frasa sandi: ", "Repeat the passphrase: "),

    FILE_MISSING(
            "Berkas %1$s tidak ada atau tidak dapat dibaca. Periksa nama dan hak aksesnya.",
            "The file %1$s does not exist or cannot be read. Check its name and permissions."),
    FILE_TOO_LARGE(
            "Ukuran berkas %1$s lebih dari %2$d byte. Periksa apakah itu berkas yang benar.",
            "The file %1$s has more than %2$d bytes. Check whether it is the right one."),
    FILE_EXISTS(
            "Berkas %1$s sudah ada dan tidak ditimpa. Pilih nama lain atau pindahkan berkas itu.",
            "The file %1$s exists already and is not overwritten. Choose another name or move that file."),
    FILE_EXISTS_FORCE(
            "Berkas %1$s sudah ada dan tidak ditimpa. Pilih nama lain, atau pakai --force untuk menimpanya.",
            "The file %1$s exists already and is not overwritten. Choose another name, or use --force to overwrite"
                    + " it."),
    FILE_NOT_WRITTEN(
            "Berkas %1$s tidak dapat ditulis. Periksa folder, hak akses, dan sisa ruang penyimpanan.",
            "The file %1$s could not be written. Check the folder, its permissions and the free space."),

    ENROLMENT_DAMAGED(
            "Berkas pendaftaran %1$s rusak atau bukan berkas pendaftaran (%2$s). Unduh ulang dari dasbor AMS.",
            "The enrolment file %1$s is damaged or not an enrolment file (%2$s). Download it again from the AMS"
                    + " dashboard."),
    ENROLMENT_SIGNATURE(
            "Tanda tangan berkas pendaftaran %1$s tidak sah; isinya mungkin diubah. Unduh ulang dari dasbor AMS.",
            "The signature of the enrolment file %1$s is not valid; its content may have been changed. Download it"
                    + " again from the AMS dashboard."),
    ENROLMENT_CHAIN(
            "Sertifikat penanda tangan berkas pendaftaran %1$s tidak dapat dipercaya (%2$s). Periksa tanggal komputer,"
                    + " lalu unduh ulang dari dasbor AMS.",
            "The certificate that signed the enrolment file %1$s cannot be trusted (%2$s). Check the computer's date,"
                    + " then download the file again from the AMS dashboard."),
    ENROLMENT_EXPIRED(
            "Berkas pendaftaran %1$s sudah kedaluwarsa sejak %2$s. Unduh yang baru dari dasbor AMS.",
            "The enrolment file %1$s expired on %2$s. Download a new one from the AMS dashboard."),
    ROOT_MISMATCH(
            "Sidik digital sertifikat akar %1$s tidak sama dengan yang Anda tentukan, %2$s. Jangan pakai berkas ini;"
                    + " hubungi petugas pelayanan.",
            "The root certificate's fingerprint %1$s is not the one you gave, %2$s. Do not use this file; contact the"
                    + " service officer."),
    KEY_TYPE_REFUSED(
            "Jenis kunci %1$s tidak diterima untuk produk ini; yang diterima: %2$s.",
            "Keys of the type %1$s are not accepted for this product; accepted are: %2$s."),

    PASSPHRASE_TOO_SHORT(
            "Frasa sandi %1$d karakter; minimal %2$d karakter. Pilih yang lebih panjang.",
            "The passphrase has %1$d characters; at least %2$d are needed. Choose a longer one."),
    PASSPHRASE_TOO_LONG(
            "Frasa sandi lebih dari %1$d karakter. Pilih yang lebih pendek.",
            "The passphrase has more than %1$d characters. Choose a shorter one."),
    PASSPHRASES_DIFFER(
            "Kedua frasa sandi tidak sama. Ulangi perintah ini.", "The two passphrases differ. Run the command again."),
    PASSPHRASE_MISSING(
            "Frasa sandi tidak dapat ditanyakan karena tidak ada terminal. Pakai --passphrase-file (hak akses 0600)"
                    + " atau variabel lingkungan SEGEL_LOCK_PASSPHRASE.",
            "The passphrase cannot be asked for because there is no terminal. Use --passphrase-file (mode 0600) or the"
                    + " environment variable SEGEL_LOCK_PASSPHRASE."),
    PASSPHRASE_FILE_OPEN(
            "Berkas frasa sandi %1$s dapat dibaca orang lain. Batasi dengan: chmod 600 %1$s",
            "The passphrase file %1$s can be read by others. Restrict it with: chmod 600 %1$s"),
    PASSPHRASE_WRONG(
            "Frasa sandi untuk %1$s salah, atau berkasnya rusak. Coba lagi.",
            "The passphrase for %1$s is wrong, or the file is damaged. Try again."),
    KEY_NOT_ENCRYPTED(
            "Kunci di %1$s tidak terenkripsi. Buat kunci baru dengan: lock key",
            "The key in %1$s is not encrypted. Make a new key with: lock key"),
    KEY_UNREADABLE(
            "Berkas %1$s bukan kunci yang dibuat lock key (%2$s). Buat kunci baru dengan: lock key",
            "The file %1$s is not a key that lock key made (%2$s). Make a new key with: lock key"),

    SERVER_ADDRESS(
            "Alamat server \"%1$s\" tidak sah. Unduh ulang berkas pendaftaran dari dasbor AMS.",
            "The server address \"%1$s\" is not valid. Download the enrolment file again from the AMS dashboard."),
    SERVER_INSECURE(
            "Alamat server %1$s tidak memakai https, sehingga kiriman dapat dibaca orang lain. Hubungi petugas"
                    + " pelayanan, atau pakai --insecure-http bila Anda tahu jaringannya aman.",
            "The server address %1$s does not use https, so that others could read what is sent. Contact the service"
                    + " officer, or use --insecure-http if you know that the network is safe."),
    SERVER_UNREACHABLE(
            "Server %1$s tidak dapat dihubungi (%2$s). Periksa sambungan internet lalu ulangi; mengulang perintah ini"
                    + " aman.",
            "The server %1$s cannot be reached (%2$s). Check the internet connection and try again; repeating this"
                    + " command is safe."),
    SERVER_TIMEOUT(
            "Server %1$s tidak menjawab dalam %2$d detik. Tunggu sebentar lalu ulangi; mengulang perintah ini aman.",
            "The server %1$s did not answer within %2$d seconds. Wait a moment and try again; repeating this command is"
                    + " safe."),
    SERVER_REDIRECT(
            "Server %1$s mengalihkan ke alamat lain (status %2$d); LOCK tidak mengikutinya. Unduh ulang berkas"
                    + " pendaftaran dari dasbor AMS.",
            "The server %1$s redirects to another address (status %2$d); LOCK does not follow. Download the enrolment"
                    + " file again from the AMS dashboard."),
    SERVER_ANSWER(
            "Jawaban server %1$s tidak dapat dimengerti (status %2$d, %3$s). Ulangi; bila tetap gagal, hubungi petugas"
                    + " pelayanan.",
            "The answer of the server %1$s could not be understood (status %2$d, %3$s). Try again; if it keeps"
                    + " failing, contact the service officer."),
    SERVER_TOO_MUCH(
            "Jawaban server %1$s lebih dari %2$d byte dan tidak dibaca. Hubungi petugas pelayanan.",
            "The answer of the server %1$s has more than %2$d bytes and was not read. Contact the service officer."),
    SERVER_REFUSED("Server menolak (status %1$d): %2$s", "The server refused (status %1$d): %2$s"),
    SERVER_NO_REASON(
            "tanpa penjelasan. Ulangi nanti; bila tetap gagal, hubungi petugas pelayanan.",
            "no explanation was given. Try again later; if it keeps failing, contact the service officer."),
    SERVER_BUSY(
            "Ulangi setelah %1$s detik; mengulang perintah ini aman.",
            "Try again after %1$s seconds; repeating this command is safe."),
    RECEIPT_FOR_ANOTHER(
            "Berkas %1$s sudah ada dan bukan tanda terima permohonan %2$s, jadi tidak ditimpa. Pilih nama lain untuk"
                    + " --receipt.",
            "The file %1$s exists already and is not a receipt of application %2$s, so it is not overwritten. Choose"
                    + " another name for --receipt."),
    RECEIPT_DAMAGED(
            "Tanda terima %1$s rusak (%2$s). Jalankan lagi lock send; hasilnya sama.",
            "The receipt %1$s is damaged (%2$s). Run lock send again; the result is the same."),
    OTHER_CSR_RECORDED(
            "Server mencatat CSR lain (SHA-256 %1$s) daripada yang dikirim (%2$s). Jangan lanjutkan; hubungi petugas"
                    + " pelayanan.",
            "The server recorded another CSR (SHA-256 %1$s) than the one sent (%2$s). Do not go on; contact the"
                    + " service officer."),
    NOT_ISSUED(
            "Sertifikat belum terbit; status permohonan: %1$s. Jalankan lagi nanti, atau pakai --wait DETIK.",
            "The certificate is not issued yet; the application's state: %1$s. Run this again later, or use --wait"
                    + " SECONDS."),
    NEVER_ISSUED(
            "Permohonan berakhir tanpa sertifikat; status: %1$s. Lihat alasannya di dasbor AMS.",
            "The application ended without a certificate; state: %1$s. See the dashboard of AMS for the reason."),
    CERTIFICATE_WRONG_KEY(
            "Sertifikat dari server bukan untuk kunci ini; tidak disimpan. Periksa --key atau --csr, dan hubungi petugas"
                    + " pelayanan bila sudah benar.",
            "The certificate from the server is not for this key; it was not stored. Check --key or --csr, and contact"
                    + " the service officer if they are right."),
    CERTIFICATE_CHAIN(
            "Sertifikat dari server tidak terhubung ke sertifikat akar di tanda terima (%1$s); tidak disimpan. Hubungi"
                    + " petugas pelayanan.",
            "The certificate from the server does not lead to the root certificate in the receipt (%1$s); it was not"
                    + " stored. Contact the service officer."),
    INTERRUPTED("Dihentikan.", "Stopped."),
    OUR_FAULT(
            "Kesalahan di dalam LOCK (%1$s), bukan kesalahan Anda. Laporkan kepada petugas pelayanan.",
            "A fault within LOCK (%1$s), not of yours. Please report it to the service officer."),

    USAGE_MISSING("Belum diisi: %1$s.", "Missing: %1$s."),
    USAGE_UNKNOWN("Tidak dikenal: %1$s.", "Not known: %1$s."),
    USAGE_VALUE("Nilai \"%1$s\" tidak sah untuk %2$s.", "The value \"%1$s\" is not valid for %2$s."),
    USAGE_EXCLUSIVE("Isi tepat satu dari: %1$s.", "Give exactly one of: %1$s."),
    USAGE_OTHER("Argumen tidak sah: %1$s", "Arguments not valid: %1$s"),
    USAGE_HELP("Lihat: %1$s --help", "See: %1$s --help");

    private final String indonesian;
    private final String english;

    Message(String indonesian, String english) {
        this.indonesian = indonesian;
        this.english = english;
    }

    /** The Indonesian format. */
    String indonesian() {
        return indonesian;
    }

    /** The English format. */
    String english() {
        return english;
    }

    /** The sentence with its values; numbers are written as the language writes them. */
    String in(Language language, Object... arguments) {
        return String.format(language.locale(), language == Language.ID ? indonesian : english, arguments);
    }
}
