-- The procedure as data: SOP 009/BS.009/2017, chapter II, and the texts of the first version.

INSERT INTO procedure_step (procedure, step, clause, party, norm_seconds, title_id, title_en, starts_on, ends_on) VALUES
    ('sop-009-2017', 0, 'DESIGN 3', 'OFFICE', 28800, 'Menunggu dalam antrean', 'Waiting in the queue', 'submit', 'claim'),
    ('sop-009-2017', 1, 'SOP II.1', 'APPLICANT', 30, 'Masuk ke AMS dan mengajukan permohonan', 'Log in to AMS and start an application', 'session', 'products-shown'),
    ('sop-009-2017', 2, 'SOP II.2', 'APPLICANT', 12, 'Memilih jenis dan produk layanan (Individu)', 'Choose service type and product (Individual)', 'products-shown', 'application'),
    ('sop-009-2017', 3, 'SOP II.3', 'APPLICANT', 18, 'Mengunggah surat rekomendasi pimpinan', 'Upload the recommendation letter of the superior', 'application', 'letter'),
    ('sop-009-2017', 4, 'SOP II.4', 'APPLICANT', 42, 'Membuat CSR dengan LOCK (luring)', 'Make the CSR with LOCK (offline)', 'enrolment', 'csr'),
    ('sop-009-2017', 5, 'SOP II.5', 'APPLICANT', 18, 'Mengirim CSR dari LOCK ke dasbor AMS', 'Send the CSR from LOCK to the AMS dashboard', 'csr', 'submit'),
    ('sop-009-2017', 6, 'SOP II.6', 'OFFICE', 600, 'Verifikasi surat rekomendasi dan CSR', 'Verify letter and CSR', 'claim', 'decision'),
    ('sop-009-2017', 7, 'SOP II.7', 'SYSTEM', 30, 'Sertifikat diterbitkan dan pemohon diberi tahu', 'Certificate issued and applicant notified', 'approval', 'issued'),
    ('sop-009-2017', 8, 'SOP II.8', 'APPLICANT', 30, 'Mengunduh sertifikat melalui dasbor atau LOCK', 'Download the certificate from the dashboard or with LOCK', 'issued', 'download');

-- domain.md 3.1. `na` says whether "not applicable" is an answer, which then needs a note.
INSERT INTO checklist (version, items) VALUES (1, '[
    {"id":"letter-readable","id_text":"Berkas surat dapat dibuka, bersih, lengkap, dan terbaca","en_text":"The letter opens, is clean, complete and readable","na":false},
    {"id":"letterhead","id_text":"Kop surat adalah kop instansi pemohon","en_text":"The letterhead is that of the applicant''s agency","na":false},
    {"id":"letter-number-date","id_text":"Nomor dan tanggal surat ada, tidak lebih dari 30 hari, tidak di masa depan","en_text":"Letter number and date are there, not older than 30 days, not in the future","na":false},
    {"id":"addressee","id_text":"Surat ditujukan kepada Kepala BSrE / Balai Sertifikasi Elektronik","en_text":"The letter is addressed to the head of BSrE","na":false},
    {"id":"letter-subject","id_text":"Perihal: rekomendasi pendaftaran sertifikat elektronik","en_text":"Subject: recommendation for registration of an electronic certificate","na":false},
    {"id":"product-fits","id_text":"Produk atau kelas yang disebut sesuai","en_text":"The product or class named fits","na":false},
    {"id":"name-matches","id_text":"Nama lengkap di surat sama dengan akun","en_text":"The full name in the letter is that of the account","na":false},
    {"id":"number-matches","id_text":"NIP atau NIK di surat sama dengan akun","en_text":"NIP or NIK in the letter is that of the account","na":true},
    {"id":"position-matches","id_text":"Jabatan dan unit kerja sama dengan akun","en_text":"Position and unit are those of the account","na":false},
    {"id":"email-matches","id_text":"Surel dinas sama dengan akun dan berada di domain instansi","en_text":"The official e-mail is that of the account, in the agency''s domain","na":false},
    {"id":"purpose","id_text":"Tujuan penggunaan disebutkan","en_text":"The purpose of use is stated","na":false},
    {"id":"signatory","id_text":"Penanda tangan adalah pimpinan (atau Plt./Plh.), bukan pemohon","en_text":"The signatory is the head (or acting head), not the applicant","na":false},
    {"id":"signature-stamp","id_text":"Tanda tangan basah dan stempel, atau tanda tangan elektronik yang sah","en_text":"Wet signature and stamp, or a valid electronic signature","na":false},
    {"id":"attachments","id_text":"Jumlah halaman dan daftar lampiran sesuai, pemohon ada di daftar","en_text":"Page count and attachment list match, the applicant is in the list","na":true},
    {"id":"no-alteration","id_text":"Tidak ada perubahan yang terlihat","en_text":"No visible alteration","na":false},
    {"id":"letter-not-reused","id_text":"Surat belum pernah dipakai untuk periode lain","en_text":"The letter was not used before for another period","na":false},
    {"id":"agency-registered","id_text":"Instansi terdaftar dan tidak ditangguhkan","en_text":"The agency is registered and not suspended","na":false},
    {"id":"call-back","id_text":"Nomor kontak instansi dihubungi (uji petik)","en_text":"The agency''s contact number was called (spot check)","na":true},
    {"id":"csr-report","id_text":"Laporan CSR tanpa kesalahan dan sesuai akun","en_text":"The CSR report has no error and fits the account","na":false}
]');

INSERT INTO agreement (version, text_id, text_en) VALUES (1,
    'Perjanjian Pemilik Sertifikat. Saya memberikan data yang benar, menjaga kunci privat saya sendiri, memakai sertifikat hanya untuk keperluan dinas, dan segera meminta penangguhan bila kunci hilang atau diketahui orang lain. Data pribadi saya diproses untuk pendaftaran, penerbitan, dan pembuktian sertifikat, disimpan sampai 10 tahun setelah sertifikat berakhir, dan dapat saya minta, perbaiki, atau lihat riwayat aksesnya.',
    'Subscriber agreement. I give correct data, keep my private key to myself, use the certificate for official purposes only, and ask for suspension at once when the key is lost or known to others. My personal data are processed for registration, issuance and proof of certificates, kept until 10 years after the certificate ends, and I may ask for them, correct them, and see who looked at them.');
