package id.segel.ca.procedure;

/**
 * An application as its timeline knows it.
 *
 * @param applicationId primary key
 * @param procedure name of the procedure it follows
 * @param round what starts now belongs to
 */
public record ClockedFile(long applicationId, String procedure, int round) {}
