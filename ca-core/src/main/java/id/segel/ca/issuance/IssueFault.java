package id.segel.ca.issuance;

import id.segel.ca.refusal.Sentence;

/**
 * Why an issue failed or an approval became void. Kept by name with the application; both sides see the sentence.
 * An approval that is void needs the office again; the others are tried again by themselves.
 */
public enum IssueFault {
    TOKEN_AWAY(
            false,
            "Modul keamanan sedang tidak dapat dipakai. Penerbitan diulang otomatis.",
            "The security module is away. Issuing is repeated by itself."),
    OUTCOME_UNKNOWN(
            false,
            "Hasil penandatanganan tidak diketahui; nomor seri itu dicabut. Penerbitan diulang dengan nomor seri baru.",
            "The outcome of signing is unknown; that serial is revoked. Issuing is repeated with a fresh serial."),
    LEASE_LAPSED(
            false,
            "Penerbitan terputus di tengah jalan. Penerbitan diulang otomatis.",
            "Issuing was cut off. It is repeated by itself."),
    EVIDENCE_CHANGED(
            true,
            "Berkas berubah setelah disetujui. Petugas memeriksa kembali.",
            "The file changed after approval. An officer checks it again."),
    ACCOUNT_NOT_ACTIVE(
            true,
            "Akun atau instansi tidak aktif. Hubungi pengelola instansi.",
            "Account or agency is not active. Ask the agency's administrator."),
    KEY_NOT_USABLE(
            true,
            "Kunci ini tidak dapat dipakai. Buat kunci baru di LOCK.",
            "This key cannot be used. Make a new one in LOCK."),
    CSR_REFUSED(
            true,
            "CSR tidak lagi memenuhi aturan; hasil pemeriksaannya tercatat pada berkas. Petugas memeriksa kembali.",
            "The CSR does not meet the rules any more; what the checks said is kept with the file. An officer checks it again."),
    AUTHORITY_NOT_USABLE(
            true,
            "Penerbit sertifikat tidak dapat dipakai saat ini. Petugas memeriksa kembali.",
            "The issuing authority cannot be used now. An officer checks it again."),
    AUTHORITY_NOT_BACKED_UP(
            true,
            "Cadangan kunci penerbit belum diverifikasi, sehingga penerbit belum boleh menerbitkan. Petugas memeriksa kembali setelah pemegang kunci menyelesaikannya.",
            "The backup of the issuing authority's key is not verified, so it may not issue yet. An officer checks again once the key custodians have verified it."),
    CERTIFICATE_STILL_ACTIVE(
            true,
            "Pemohon masih memiliki sertifikat aktif untuk produk ini. Cabut yang lama atau tunggu 30 hari terakhirnya.",
            "The applicant still has an active certificate for this product. Revoke it or wait for its last 30 days."),
    PROFILE_NOT_MET(
            true,
            "Sertifikat yang disiapkan tidak memenuhi aturan. Petugas memeriksa kembali.",
            "The prepared certificate does not meet the rules. An officer checks it again."),
    APPROVAL_EXPIRED(
            true,
            "Persetujuan lewat 24 jam tanpa penerbitan. Petugas menyetujui kembali.",
            "The approval is older than 24 hours without issue. An officer approves again.");

    private final boolean voidsApproval;
    private final Sentence sentence;

    IssueFault(boolean voidsApproval, String indonesian, String english) {
        this.voidsApproval = voidsApproval;
        this.sentence = new Sentence(indonesian, english);
    }

    public boolean voidsApproval() {
        return voidsApproval;
    }

    public Sentence sentence() {
        return sentence;
    }
}
