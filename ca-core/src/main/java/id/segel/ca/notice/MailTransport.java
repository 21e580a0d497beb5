package id.segel.ca.notice;

/** The way a mail takes. */
public sealed interface MailTransport permits SmtpTransport, EmlFolderTransport {
    /** What log and metrics call it: {@code smtp} or {@code folder}. */
    String name();
}
