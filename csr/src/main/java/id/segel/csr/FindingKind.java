package id.segel.csr;

import static id.segel.csr.Severity.ERROR;
import static id.segel.csr.Severity.INFO;

import java.util.Locale;
import java.util.Map;

/**
 * Everything a report can say: the closed list of finding ids with their sentences. The sentences are formats; the
 * arguments stand in the order both languages use.
 */
public enum FindingKind {
    EMPTY(
            ERROR,
            "csr.empty",
            "Berkas kosong (0 byte). Pilih berkas CSR yang dibuat aplikasi LOCK.",
            "The file is empty (0 bytes). Choose the CSR file that LOCK made."),
    TOO_LARGE(
            ERROR,
            "csr.too-large",
            "Ukuran berkas %1$d byte; maksimal %2$d byte. Pilih berkas CSR yang dibuat aplikasi LOCK.",
            "The file has %1$d bytes; the limit is %2$d bytes. Choose the CSR file that LOCK made."),
    CONTAINS_PRIVATE_KEY(
            ERROR,
            "csr.contains-private-key",
            "Berkas ini berisi kunci privat, yang tidak boleh dikirim kepada siapa pun. Anggap kunci itu sudah bocor:"
                    + " buat kunci dan CSR baru di aplikasi LOCK, lalu kirim hanya CSR-nya.",
            "This file holds a private key, which must never be sent to anybody. Treat that key as compromised: make a"
                    + " new key and a new CSR in LOCK, and send the CSR only."),
    UTF16(
            ERROR,
            "csr.utf16",
            "Berkas disimpan sebagai teks UTF-16. Kirim berkas CSR asli dari aplikasi LOCK, atau simpan ulang sebagai"
                    + " UTF-8.",
            "The file was saved as UTF-16 text. Send the original CSR file from LOCK, or save it again as UTF-8."),
    NOT_A_REQUEST(
            ERROR,
            "csr.not-a-request",
            "Berkas ini bukan permintaan sertifikat (CSR, PKCS#10): %1$s. Pilih berkas CSR yang dibuat aplikasi LOCK.",
            "This file is not a certificate signing request (CSR, PKCS#10): %2$s. Choose the CSR file that LOCK made."),
    PEM_LABEL(
            ERROR,
            "csr.pem-label",
            "Blok PEM berjudul \"%1$s\"; yang diterima hanya \"CERTIFICATE REQUEST\" atau \"NEW CERTIFICATE REQUEST\"."
                    + " Pilih berkas CSR yang dibuat aplikasi LOCK.",
            "The PEM block is labelled \"%1$s\"; only \"CERTIFICATE REQUEST\" and \"NEW CERTIFICATE REQUEST\" are"
                    + " taken. Choose the CSR file that LOCK made."),
    PEM_DAMAGED(
            ERROR,
            "csr.pem-damaged",
            "Blok PEM rusak atau terpotong. Salin ulang seluruh isinya, dari baris BEGIN sampai baris END.",
            "The PEM block is damaged or cut off. Copy all of it again, from the BEGIN line to the END line."),
    PEM_QUOTED(
            ERROR,
            "csr.pem-quoted",
            "CSR disalin dari balasan surel: barisnya diawali tanda \">\". Kirim berkas CSR asli dari aplikasi LOCK.",
            "The CSR was copied out of an answered mail: its lines begin with \">\". Send the original CSR file from"
                    + " LOCK."),
    SEVERAL_BLOCKS(
            ERROR,
            "csr.several-blocks",
            "Berkas berisi %1$d blok PEM; harus tepat 1. Kirim berkas yang hanya berisi satu CSR.",
            "The file holds %1$d PEM blocks; it must hold exactly 1. Send a file with one CSR and nothing else."),
    NOT_DER(
            ERROR,
            "csr.not-der",
            "Isi CSR rusak atau tidak disandikan sebagai DER (byte ke-%1$d). Buat ulang CSR di aplikasi LOCK.",
            "The CSR is damaged or not encoded as DER (at byte %1$d). Make the CSR again in LOCK."),
    TRAILING_BYTES(
            ERROR,
            "csr.trailing-bytes",
            "Ada %1$d byte tambahan setelah CSR; tidak boleh ada. Buat ulang CSR di aplikasi LOCK.",
            "There are %1$d extra bytes after the CSR; there must be none. Make the CSR again in LOCK."),
    TOO_DEEP(
            ERROR,
            "csr.too-deep",
            "Susunan CSR lebih dalam dari %1$d tingkat. Buat ulang CSR di aplikasi LOCK.",
            "The CSR is nested deeper than %1$d levels. Make the CSR again in LOCK."),
    TOO_MANY_ELEMENTS(
            ERROR,
            "csr.too-many-elements",
            "CSR berisi lebih dari %1$d unsur. Buat ulang CSR di aplikasi LOCK.",
            "The CSR has more than %1$d elements. Make the CSR again in LOCK."),
    CANNOT_BE_CHECKED(
            ERROR,
            "csr.cannot-be-checked",
            "CSR tidak dapat diperiksa karena kesalahan pada sistem (pemeriksaan \"%1$s\"), bukan kesalahan Anda. Coba"
                    + " lagi nanti atau hubungi petugas pelayanan.",
            "The CSR could not be checked because of a fault on our side (check \"%1$s\"), not of yours. Try again"
                    + " later or contact the service officer."),

    VERSION(
            ERROR,
            "csr.version",
            "Versi CSR %1$s; harus 0 (PKCS#10 versi 1). Buat ulang CSR di aplikasi LOCK.",
            "The CSR has version %1$s; it must be 0 (PKCS#10 version 1). Make the CSR again in LOCK."),
    SIGNATURE_HASH_WEAK(
            ERROR,
            "csr.signature-hash-weak",
            "CSR ditandatangani dengan %1$s yang sudah tidak aman; minimal SHA-256. Buat ulang CSR di aplikasi LOCK.",
            "The CSR is signed with %1$s, which is no longer safe; at least SHA-256 is needed. Make the CSR again in"
                    + " LOCK."),
    SIGNATURE_ALGORITHM(
            ERROR,
            "csr.signature-algorithm",
            "Algoritma tanda tangan CSR (%1$s) tidak didukung; yang diterima RSA atau ECDSA dengan SHA-256, SHA-384,"
                    + " atau SHA-512. Buat ulang CSR di aplikasi LOCK.",
            "The CSR's signature algorithm (%1$s) is not supported; RSA or ECDSA with SHA-256, SHA-384 or SHA-512 are"
                    + " taken. Make the CSR again in LOCK."),
    SIGNATURE_PARAMETERS(
            ERROR,
            "csr.signature-parameters",
            "Parameter algoritma tanda tangan CSR (%1$s) tidak sesuai standar. Buat ulang CSR di aplikasi LOCK.",
            "The parameters of the CSR's signature algorithm (%1$s) do not follow the standard. Make the CSR again in"
                    + " LOCK."),
    SIGNATURE_INVALID(
            ERROR,
            "csr.signature-invalid",
            "Tanda tangan CSR tidak cocok dengan kunci publik di dalamnya, jadi kepemilikan kunci tidak terbukti. Buat"
                    + " ulang CSR di aplikasi LOCK.",
            "The CSR's signature does not fit the public key in it, so possession of the key is not proven. Make the"
                    + " CSR again in LOCK."),
    SIGNATURE_UNVERIFIABLE(
            ERROR,
            "csr.signature-unverifiable",
            "Tanda tangan CSR tidak dapat diperiksa karena kunci atau algoritmanya tidak diterima. Buat kunci dan CSR"
                    + " baru di aplikasi LOCK.",
            "The CSR's signature cannot be verified because its key or algorithm is not accepted. Make a new key and"
                    + " CSR in LOCK."),

    KEY_ALGORITHM(
            ERROR,
            "csr.key-algorithm",
            "Jenis kunci %1$s tidak diterima; gunakan %2$s. Buat kunci dan CSR baru di aplikasi LOCK.",
            "Keys of the kind %1$s are not accepted; use %3$s. Make a new key and CSR in LOCK."),
    KEY_MALFORMED(
            ERROR,
            "csr.key-malformed",
            "Kunci publik %1$s di dalam CSR rusak. Buat kunci dan CSR baru di aplikasi LOCK.",
            "The %1$s public key in the CSR is damaged. Make a new key and CSR in LOCK."),
    RSA_TOO_SHORT(
            ERROR,
            "csr.rsa-too-short",
            "Panjang kunci RSA %1$d bit; minimal %2$d bit. Buat ulang CSR di aplikasi LOCK.",
            "The RSA key has %1$d bits; at least %2$d bits are needed. Make a new key and CSR in LOCK."),
    RSA_TOO_LONG(
            ERROR,
            "csr.rsa-too-long",
            "Panjang kunci RSA %1$d bit; maksimal %2$d bit. Buat ulang CSR di aplikasi LOCK.",
            "The RSA key has %1$d bits; at most %2$d bits are taken. Make a new key and CSR in LOCK."),
    RSA_EXPONENT(
            ERROR,
            "csr.rsa-exponent",
            "Eksponen publik kunci RSA adalah %1$s, %2$s; harus 65537. Buat kunci dan CSR baru di aplikasi LOCK.",
            "The RSA key's public exponent is %1$s, %3$s; it must be 65537. Make a new key and CSR in LOCK."),
    RSA_MODULUS_INVALID(
            ERROR,
            "csr.rsa-modulus-invalid",
            "Modulus kunci RSA genap atau tidak positif, jadi bukan kunci RSA yang benar. Buat kunci dan CSR baru di"
                    + " aplikasi LOCK.",
            "The RSA key's modulus is even or not positive, so this is no proper RSA key. Make a new key and CSR in"
                    + " LOCK."),
    RSA_PARAMETERS(
            ERROR,
            "csr.rsa-parameters",
            "Parameter algoritma kunci RSA harus NULL (RFC 3279). Buat ulang CSR di aplikasi LOCK.",
            "The RSA key's algorithm parameters must be NULL (RFC 3279). Make the CSR again in LOCK."),
    RSA_PSS_KEY(
            ERROR,
            "csr.rsa-pss-key",
            "Kunci RSA di CSR dibatasi untuk RSASSA-PSS (id-RSASSA-PSS) dan tidak diterima; gunakan kunci biasa: %1$s."
                    + " Buat kunci dan CSR baru di aplikasi LOCK.",
            "The RSA key in the CSR is restricted to RSASSA-PSS (id-RSASSA-PSS) and not accepted; use an ordinary key:"
                    + " %2$s. Make a new key and CSR in LOCK."),
    RSA_SMALL_FACTOR(
            ERROR,
            "csr.rsa-small-factor",
            "Kunci RSA ini rusak atau dibuat oleh program yang keliru, sehingga tidak aman. Jangan pakai kunci ini"
                    + " untuk apa pun; buat kunci dan CSR baru di aplikasi LOCK.",
            "This RSA key is damaged or was made by a faulty program, so it is not safe. Do not use this key for"
                    + " anything; make a new key and CSR in LOCK."),
    RSA_CLOSE_PRIMES(
            ERROR,
            "csr.rsa-close-primes",
            "Kunci RSA ini tidak aman karena kesalahan pada program atau perangkat yang membuatnya (CVE-2022-26320)."
                    + " Jangan pakai kunci ini untuk apa pun; buat kunci dan CSR baru di aplikasi LOCK.",
            "This RSA key is not safe because of a fault of the program or device that made it (CVE-2022-26320). Do"
                    + " not use this key for anything; make a new key and CSR in LOCK."),
    RSA_ROCA(
            ERROR,
            "csr.rsa-roca",
            "Kunci RSA ini tidak aman karena cacat pada chip yang membuatnya (kartu pintar, token, atau TPM;"
                    + " CVE-2017-15361). Jangan pakai kunci ini dan jangan buat kunci RSA lagi dengan perangkat itu;"
                    + " buat kunci dan CSR baru di aplikasi LOCK.",
            "This RSA key is not safe because of a fault of the chip that made it (smart card, token or TPM;"
                    + " CVE-2017-15361). Do not use this key, and make no other RSA key with that device; make a new"
                    + " key and CSR in LOCK."),
    RSA_SHARED_PRIME(
            ERROR,
            "csr.rsa-shared-prime",
            "Kunci RSA ini tidak aman karena komputer yang membuatnya kurang acak. Jangan pakai kunci ini untuk apa"
                    + " pun. Buat kunci dan CSR baru di aplikasi LOCK pada komputer yang sistemnya mutakhir.",
            "This RSA key is not safe because the computer that made it lacked randomness. Do not use this key for"
                    + " anything. Make a new key and CSR in LOCK on a computer whose system is up to date."),
    RSA_MODULUS_PRIME(
            ERROR,
            "csr.rsa-modulus-prime",
            "Modulus kunci RSA ini hanya satu bilangan prima, sehingga kunci itu tidak melindungi apa pun. Jangan pakai"
                    + " kunci ini; buat kunci dan CSR baru di aplikasi LOCK.",
            "This RSA key's modulus is one single prime, so the key protects nothing. Do not use this key; make a new"
                    + " key and CSR in LOCK."),
    EC_CURVE(
            ERROR,
            "csr.ec-curve",
            "Kurva kunci EC %1$s tidak diterima; gunakan %2$s. Buat kunci dan CSR baru di aplikasi LOCK.",
            "The EC key's curve %1$s is not accepted; use %3$s. Make a new key and CSR in LOCK."),
    EC_POINT_FORMAT(
            ERROR,
            "csr.ec-point-format",
            "Titik kunci EC harus ditulis tanpa pemampatan (awalan 04, %1$d byte). Buat ulang CSR di aplikasi LOCK.",
            "The EC key's point must be uncompressed (prefix 04, %1$d bytes). Make the CSR again in LOCK."),
    EC_POINT_OFF_CURVE(
            ERROR,
            "csr.ec-point-off-curve",
            "Titik kunci EC tidak terletak pada kurva %1$s. Buat kunci dan CSR baru di aplikasi LOCK.",
            "The EC key's point is not on the curve %1$s. Make a new key and CSR in LOCK."),
    EC_POINT_INFINITY(
            ERROR,
            "csr.ec-point-infinity",
            "Titik kunci EC adalah titik tak hingga, yang bukan kunci. Buat kunci dan CSR baru di aplikasi LOCK.",
            "The EC key's point is the point at infinity, which is no key. Make a new key and CSR in LOCK."),
    EC_PARAMETERS_EXPLICIT(
            ERROR,
            "csr.ec-parameters-explicit",
            "Kunci EC di CSR menguraikan kurvanya sendiri alih-alih menyebut namanya (explicit parameters), yang tidak"
                    + " diterima; gunakan kurva bernama %1$s. Buat kunci dan CSR baru di aplikasi LOCK.",
            "The EC key in the CSR spells out a curve of its own instead of naming one (explicit parameters), which is"
                    + " not accepted; use the named curve %2$s. Make a new key and CSR in LOCK."),
    EC_CURVE_MISSING(
            ERROR,
            "csr.ec-curve-missing",
            "Kunci EC di CSR tidak menyebut kurvanya; gunakan kurva bernama %1$s. Buat kunci dan CSR baru di aplikasi"
                    + " LOCK.",
            "The EC key in the CSR does not name its curve; use the named curve %2$s. Make a new key and CSR in LOCK."),
    ED25519_PARAMETERS(
            ERROR,
            "csr.ed25519-parameters",
            "Algoritma kunci Ed25519 tidak boleh memiliki parameter (RFC 8410). Buat ulang CSR di aplikasi LOCK.",
            "The Ed25519 key's algorithm must have no parameters (RFC 8410). Make the CSR again in LOCK."),
    ED25519_POINT_INVALID(
            ERROR,
            "csr.ed25519-point-invalid",
            "Kunci publik Ed25519 di CSR bukan titik yang sah pada kurvanya. Buat kunci dan CSR baru di aplikasi LOCK.",
            "The Ed25519 public key in the CSR is no proper point of its curve. Make a new key and CSR in LOCK."),
    KEY_UNUSABLE(
            ERROR,
            "csr.key-unusable",
            "Kunci ini tidak dapat dipakai. Buat kunci baru di LOCK.",
            "This key cannot be used. Make a new key in LOCK."),
    KEY_DEBIAN_WEAK(
            ERROR,
            "csr.key-debian-weak",
            "Kunci ini dibuat dengan OpenSSL Debian atau Ubuntu yang cacat (CVE-2008-0166), sehingga kunci privatnya"
                    + " dapat dihitung siapa saja. Buat kunci dan CSR baru di aplikasi LOCK, dan jangan pakai kunci ini"
                    + " lagi.",
            "This key was made by a faulty OpenSSL of Debian or Ubuntu (CVE-2008-0166), so anybody can compute its"
                    + " private key. Make a new key and CSR in LOCK, and do not use this key any more."),
    KEY_USED_BEFORE(
            ERROR,
            "csr.key-used-before",
            "Kunci ini sudah Anda pakai pada permohonan atau sertifikat sebelumnya; setiap sertifikat memerlukan kunci"
                    + " baru. Buat kunci dan CSR baru di aplikasi LOCK.",
            "You have used this key in an earlier application or certificate; every certificate needs a new key. Make"
                    + " a new key and CSR in LOCK."),

    SUBJECT_STRING_TYPE(
            ERROR,
            "csr.subject-string-type",
            "Jenis teks pada isian %1$s (%2$s) tidak diterima atau isinya tidak sesuai jenisnya; gunakan UTF8String"
                    + " atau PrintableString. Buat ulang CSR di aplikasi LOCK.",
            "The text type of %1$s (%2$s) is not accepted or does not fit its content; use UTF8String or"
                    + " PrintableString. Make the CSR again in LOCK."),
    SUBJECT_CHARACTERS(
            ERROR,
            "csr.subject-characters",
            "Isian %1$s memuat karakter tak terlihat atau kendali (%2$s). Buat ulang CSR dari berkas pendaftaran di"
                    + " aplikasi LOCK.",
            "%1$s contains an invisible or control character (%2$s). Make the CSR again from the enrolment file in"
                    + " LOCK."),
    SUBJECT_LENGTH(
            ERROR,
            "csr.subject-length",
            "Panjang isian %1$s %2$d karakter; harus 1 sampai %3$d. Buat ulang CSR dari berkas pendaftaran di aplikasi"
                    + " LOCK.",
            "%1$s has %2$d characters; it must have 1 to %3$d. Make the CSR again from the enrolment file in LOCK."),
    SUBJECT_SPACES(
            INFO,
            "csr.subject-spaces",
            "Isian %1$s diawali, diakhiri, atau diselingi spasi berlebih; spasi itu diabaikan. Anda tidak perlu berbuat"
                    + " apa-apa.",
            "%1$s begins or ends with a space or has several in a row; they are ignored. There is nothing to do."),
    SUBJECT_MIXED_SCRIPTS(
            ERROR,
            "csr.subject-mixed-scripts",
            "Isian %1$s mencampur huruf dari beberapa aksara, antara lain %2$s, sehingga dapat mengecoh pembaca. Buat"
                    + " ulang CSR dari berkas pendaftaran di aplikasi LOCK.",
            "%1$s mixes letters of several scripts, among them %3$s, which can mislead a reader. Make the CSR again"
                    + " from the enrolment file in LOCK."),
    SUBJECT_MULTI_VALUED(
            ERROR,
            "csr.subject-multi-valued",
            "Satu bagian nama pemilik memuat %1$d isian sekaligus (%2$s); harus 1. Buat ulang CSR dari berkas"
                    + " pendaftaran di aplikasi LOCK.",
            "One part of the subject holds %1$d fields at once (%2$s); it must hold 1. Make the CSR again from the"
                    + " enrolment file in LOCK."),
    SUBJECT_TOO_MANY(
            ERROR,
            "csr.subject-too-many",
            "Nama pemilik di CSR memuat %1$d isian; maksimal %2$d. Buat ulang CSR dari berkas pendaftaran di aplikasi"
                    + " LOCK.",
            "The subject of the CSR has %1$d fields; at most %2$d are taken. Make the CSR again from the enrolment"
                    + " file in LOCK."),
    COMMON_NAME_MISSING(
            ERROR,
            "csr.common-name-missing",
            "CSR tidak memuat nama (CN). Buat ulang CSR dari berkas pendaftaran di aplikasi LOCK.",
            "The CSR has no name (CN). Make the CSR again from the enrolment file in LOCK."),
    COMMON_NAME_REPEATED(
            ERROR,
            "csr.common-name-repeated",
            "CSR memuat %1$d nama (CN); harus tepat 1. Buat ulang CSR dari berkas pendaftaran di aplikasi LOCK.",
            "The CSR has %1$d names (CN); it must have exactly 1. Make the CSR again from the enrolment file in LOCK."),
    COMMON_NAME_MISMATCH(
            ERROR,
            "csr.common-name-mismatch",
            "Nama (CN) di CSR \"%1$s\" tidak sama dengan nama di akun \"%2$s\". Buat ulang CSR dari berkas pendaftaran"
                    + " di aplikasi LOCK.",
            "The name (CN) in the CSR \"%1$s\" is not the account's name \"%2$s\". Make the CSR again from the"
                    + " enrolment file in LOCK."),
    COMMON_NAME_LOOKALIKE(
            ERROR,
            "csr.common-name-lookalike",
            "Nama (CN) di CSR tampak seperti nama di akun \"%1$s\", tetapi memuat karakter %2$s. Buat ulang CSR dari"
                    + " berkas pendaftaran di aplikasi LOCK.",
            "The name (CN) in the CSR looks like the account's name \"%1$s\" but has the character %3$s. Make the CSR"
                    + " again from the enrolment file in LOCK."),
    COUNTRY(
            ERROR,
            "csr.country",
            "Negara (C) di CSR %1$s; harus tepat satu, yaitu \"%3$s\". Buat ulang CSR dari berkas pendaftaran di"
                    + " aplikasi LOCK.",
            "The country (C) in the CSR is %2$s; it must be exactly one, \"%3$s\". Make the CSR again from the"
                    + " enrolment file in LOCK."),
    EMAIL_MISMATCH(
            ERROR,
            "csr.email-mismatch",
            "Alamat surel di CSR \"%1$s\" tidak sama dengan surel di akun \"%2$s\". Buat ulang CSR dari berkas"
                    + " pendaftaran di aplikasi LOCK.",
            "The e-mail address in the CSR \"%1$s\" is not the account's \"%2$s\". Make the CSR again from the"
                    + " enrolment file in LOCK."),
    ORGANIZATION_MISMATCH(
            ERROR,
            "csr.organization-mismatch",
            "Instansi (O) di CSR \"%1$s\" tidak sama dengan instansi di akun \"%2$s\". Buat ulang CSR dari berkas"
                    + " pendaftaran di aplikasi LOCK.",
            "The agency (O) in the CSR \"%1$s\" is not the account's \"%2$s\". Make the CSR again from the enrolment"
                    + " file in LOCK."),
    UNIT_MISMATCH(
            ERROR,
            "csr.organizational-unit-mismatch",
            "Unit kerja (OU) di CSR \"%1$s\" tidak sama dengan unit kerja di akun \"%2$s\". Buat ulang CSR dari berkas"
                    + " pendaftaran di aplikasi LOCK.",
            "The unit (OU) in the CSR \"%1$s\" is not the account's \"%2$s\". Make the CSR again from the enrolment"
                    + " file in LOCK."),
    TITLE_MISMATCH(
            ERROR,
            "csr.title-mismatch",
            "Jabatan (title) di CSR \"%1$s\" tidak sama dengan jabatan di akun \"%2$s\". Buat ulang CSR dari berkas"
                    + " pendaftaran di aplikasi LOCK.",
            "The position (title) in the CSR \"%1$s\" is not the account's \"%2$s\". Make the CSR again from the"
                    + " enrolment file in LOCK."),
    SERIAL_NUMBER_MISMATCH(
            ERROR,
            "csr.serial-number-mismatch",
            "Nomor pemilik (serialNumber) di CSR \"%1$s\" tidak sama dengan nomor di akun \"%2$s\". Buat ulang CSR dari"
                    + " berkas pendaftaran di aplikasi LOCK.",
            "The subscriber number (serialNumber) in the CSR \"%1$s\" is not the account's \"%2$s\". Make the CSR"
                    + " again from the enrolment file in LOCK."),
    IDENTITY_NUMBER(
            ERROR,
            "csr.identity-number",
            "CSR memuat deretan %1$d angka seperti NIK atau NIP; nomor identitas tidak boleh ada di CSR. CSR ini tidak"
                    + " disimpan. Buat ulang CSR dari berkas pendaftaran di aplikasi LOCK.",
            "The CSR holds a number of %1$d digits like a NIK or NIP; identity numbers must not stand in a CSR. This"
                    + " CSR is not kept. Make the CSR again from the enrolment file in LOCK."),

    CHALLENGE_PASSWORD(
            ERROR,
            "csr.challenge-password",
            "CSR memuat kata sandi (challengePassword) yang dapat dibaca siapa saja. Buat ulang CSR di aplikasi LOCK"
                    + " tanpa kata sandi itu, dan jangan pakai kata sandi itu lagi.",
            "The CSR carries a password (challengePassword) that anybody can read. Make the CSR again in LOCK without"
                    + " it, and do not use that password any more."),
    ATTRIBUTE_REPEATED(
            ERROR,
            "csr.attribute-repeated",
            "Atribut %1$s muncul lebih dari sekali di CSR; paling banyak 1. Buat ulang CSR di aplikasi LOCK.",
            "The attribute %1$s stands in the CSR more than once; at most 1 is allowed. Make the CSR again in LOCK."),
    ATTRIBUTE_IGNORED(
            INFO,
            "csr.attribute-ignored",
            "Atribut %1$s di CSR diabaikan; Anda tidak perlu berbuat apa-apa.",
            "The attribute %1$s in the CSR is ignored; there is nothing to do."),
    ATTRIBUTE_MALFORMED(
            ERROR,
            "csr.attribute-malformed",
            "Atribut %1$s di CSR tidak memuat nilai; paling sedikit 1. Buat ulang CSR di aplikasi LOCK.",
            "The attribute %1$s in the CSR has no value; it needs at least 1. Make the CSR again in LOCK."),
    ATTRIBUTE_ORDER(
            ERROR,
            "csr.attribute-order",
            "Atribut %1$s di CSR tidak diurutkan menurut aturan DER (X.690 11.6), sehingga program lain dapat membaca"
                    + " tanda tangannya sebagai salah. Buat ulang CSR di aplikasi LOCK.",
            "The attribute %1$s in the CSR is not in the order DER demands (X.690 11.6), so that other programs may"
                    + " find its signature wrong. Make the CSR again in LOCK."),
    ATTRIBUTES_TOO_MANY(
            ERROR,
            "csr.attributes-too-many",
            "CSR memuat %1$d atribut; maksimal %2$d. Buat ulang CSR di aplikasi LOCK.",
            "The CSR has %1$d attributes; at most %2$d are taken. Make the CSR again in LOCK."),
    EXTENSION_REQUEST_REPEATED(
            ERROR,
            "csr.extension-request-repeated",
            "CSR memuat %1$d daftar ekstensi; paling banyak 1. Buat ulang CSR di aplikasi LOCK.",
            "The CSR has %1$d lists of extensions; at most 1 is allowed. Make the CSR again in LOCK."),
    EXTENSION_REQUEST_MALFORMED(
            ERROR,
            "csr.extension-request-malformed",
            "Daftar ekstensi di CSR rusak. Buat ulang CSR di aplikasi LOCK.",
            "The list of extensions in the CSR is damaged. Make the CSR again in LOCK."),
    EXTENSION_REPEATED(
            ERROR,
            "csr.extension-repeated",
            "Ekstensi %1$s diminta lebih dari sekali; paling banyak 1. Buat ulang CSR di aplikasi LOCK.",
            "The extension %1$s is requested more than once; at most 1 is allowed. Make the CSR again in LOCK."),
    EXTENSION_MALFORMED(
            ERROR,
            "csr.extension-malformed",
            "Isi ekstensi %1$s di CSR rusak atau tidak disandikan sebagai DER. Buat ulang CSR di aplikasi LOCK.",
            "The extension %1$s in the CSR is damaged or not encoded as DER. Make the CSR again in LOCK."),
    EXTENSION_DEFAULT_ENCODED(
            ERROR,
            "csr.extension-default-encoded",
            "Ekstensi %1$s di CSR menuliskan nilai bawaan (FALSE), yang dilarang DER (X.690 11.5). Buat ulang CSR di"
                    + " aplikasi LOCK.",
            "The extension %1$s in the CSR writes out a default value (FALSE), which DER forbids (X.690 11.5). Make the"
                    + " CSR again in LOCK."),
    EXTENSIONS_TOO_MANY(
            ERROR,
            "csr.extensions-too-many",
            "CSR meminta %1$d ekstensi; maksimal %2$d. Buat ulang CSR di aplikasi LOCK.",
            "The CSR requests %1$d extensions; at most %2$d are taken. Make the CSR again in LOCK."),
    EXTENSION_REFUSED(
            ERROR,
            "csr.extension-refused",
            "CSR meminta ekstensi %1$s, yang tidak boleh diminta pemohon. Buat ulang CSR di aplikasi LOCK.",
            "The CSR requests the extension %1$s, which is not an applicant's to ask for. Make the CSR again in LOCK."),
    EXTENSION_UNKNOWN_CRITICAL(
            ERROR,
            "csr.extension-unknown-critical",
            "CSR meminta ekstensi kritis %1$s yang tidak dikenal. Buat ulang CSR di aplikasi LOCK.",
            "The CSR requests the critical extension %1$s, which is not known here. Make the CSR again in LOCK."),
    EXTENSION_IGNORED(
            INFO,
            "csr.extension-ignored",
            "Ekstensi %1$s di CSR diabaikan; isi sertifikat ditentukan oleh produk. Anda tidak perlu berbuat apa-apa.",
            "The extension %1$s in the CSR is ignored; the product decides what the certificate holds. There is"
                    + " nothing to do."),
    REQUESTS_CA(
            ERROR,
            "csr.requests-ca",
            "CSR meminta sertifikat penerbit (CA:TRUE), yang tidak diberikan kepada perorangan. Buat ulang CSR di"
                    + " aplikasi LOCK.",
            "The CSR requests an issuer's certificate (CA:TRUE), which persons do not get. Make the CSR again in"
                    + " LOCK."),
    REQUESTS_CA_KEY_USAGE(
            ERROR,
            "csr.requests-ca-key-usage",
            "CSR meminta kegunaan kunci %1$s, yang hanya untuk penerbit sertifikat. Buat ulang CSR di aplikasi LOCK.",
            "The CSR requests the key usage %1$s, which is for issuers only. Make the CSR again in LOCK."),
    REQUESTS_EXTENDED_KEY_USAGE(
            ERROR,
            "csr.requests-extended-key-usage",
            "CSR meminta kegunaan %1$s, yang tidak ada pada sertifikat perorangan. Buat ulang CSR di aplikasi LOCK.",
            "The CSR requests the purpose %1$s, which persons' certificates do not have. Make the CSR again in LOCK."),
    REQUESTS_NAME(
            ERROR,
            "csr.requests-name",
            "CSR meminta nama lain berjenis %1$s (\"%2$s\"); sertifikat perorangan hanya memuat alamat surel"
                    + " pemiliknya. Buat ulang CSR di aplikasi LOCK.",
            "The CSR requests an alternative name of the kind %1$s (\"%2$s\"); persons' certificates hold their owner's"
                    + " e-mail address only. Make the CSR again in LOCK."),

    CHALLENGE_MISSING(
            INFO,
            "csr.challenge-missing",
            "CSR tidak memuat tanda permohonan; CSR dari aplikasi LOCK memuatnya. Anda tidak perlu berbuat apa-apa.",
            "The CSR does not carry the application's challenge; one made by LOCK does. There is nothing to do."),
    CHALLENGE_MISMATCH(
            ERROR,
            "csr.challenge-mismatch",
            "CSR ini dibuat untuk permohonan lain atau dari berkas pendaftaran lama. Unduh berkas pendaftaran"
                    + " permohonan ini, lalu buat ulang CSR di aplikasi LOCK.",
            "This CSR was made for another application or from an old enrolment file. Download this application's"
                    + " enrolment file and make the CSR again in LOCK."),
    CHALLENGE_MALFORMED(
            ERROR,
            "csr.challenge-malformed",
            "Tanda permohonan di CSR rusak; harus satu OCTET STRING sepanjang %1$d byte. Buat ulang CSR di aplikasi"
                    + " LOCK.",
            "The application's challenge in the CSR is damaged; it must be one OCTET STRING of %1$d bytes. Make the"
                    + " CSR again in LOCK.");

    private final Severity severity;
    private final String id;
    private final String indonesian;
    private final String english;

    FindingKind(Severity severity, String id, String indonesian, String english) {
        this.severity = severity;
        this.id = id;
        this.indonesian = indonesian;
        this.english = english;
    }

    /** Stable, in kebab case, such as {@code csr.rsa-too-short}. */
    public String id() {
        return id;
    }

    /** How much findings of this kind weigh. */
    public Severity severity() {
        return severity;
    }

    /**
     * The finding with its values filled in.
     *
     * @param arguments in the order of the sentences; text out of a request must have gone through {@link Shown}
     * @throws java.util.IllegalFormatException when they do not fit, which is a bug of the check
     */
    public Finding with(Object... arguments) {
        return new Finding(
                id,
                severity,
                Map.of(
                        Language.ID, String.format(Locale.ROOT, indonesian, arguments),
                        Language.EN, String.format(Locale.ROOT, english, arguments)));
    }
}
