package id.segel.api.job;

import id.segel.ca.person.PersonalDataCipher;
import id.segel.ca.refusal.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unwraps the keys of encrypted columns as soon as the data token answers, so that nobody who signs in or reads a file
 * has to wait for it. One thread at a time.
 */
public final class ColumnKeyPreparation implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnKeyPreparation.class);

    private final PersonalDataCipher cipher;
    private boolean told;
    private boolean prepared;

    public ColumnKeyPreparation(PersonalDataCipher cipher) {
        this.cipher = cipher;
    }

    @Override
    public synchronized void run() {
        if (prepared) {
            return;
        }
        try {
            cipher.prepare();
            prepared = true;
            if (told) {
                LOG.info("the keys of personal data are there");
            }
        } catch (RefusedException e) {
            if (!told) {
                LOG.warn(
                        "the keys of personal data cannot be had yet; staff cannot sign in and personal data cannot be shown until then: {}",
                        String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage()));
            }
            told = true;
        }
    }
}
