package id.segel.api.doctor;

import id.segel.hsm.Challenge;
import id.segel.hsm.KeyInfo;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.SigningKey;
import id.segel.hsm.TokenBusyException;
import id.segel.hsm.TokenException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Has each signing key sign challenges, one alone and several at once, and verifies each in software with the key of its
 * certificate. A challenge is no SEQUENCE, so that nothing signed here can be taken for a certificate.
 */
final class SignaturesCheck implements TokenCheck {
    private static final List<Integer> AT_ONCE = List.of(1, 4, 16);
    private static final int ALONE = 5;
    private static final int EACH = 3;

    private final SecureRandom random;

    SignaturesCheck(SecureRandom random) {
        this.random = random;
    }

    @Override
    public void look(OpenToken token, Findings findings) {
        for (KeyInfo info : token.token().keys()) {
            if (info.kind() == KeyInfo.Kind.SIGNING && info.usable()) {
                if (token.deadline().over(findings, "The signature of key \"" + info.label() + "\"")) {
                    continue;
                }
                key(token, info.label(), findings);
            }
        }
    }

    private void key(OpenToken token, String label, Findings findings) {
        try {
            SigningKey key = token.token().signingKey(label);
            // The first use of a key in a process costs more than any other.
            sign(key);
            List<String> measured = new ArrayList<>();
            int before = 0;
            for (int wanted : AT_ONCE) {
                int threads = Math.min(wanted, token.places());
                if (threads > before) {
                    measured.add(Latency.median(threads == 1 ? alone(key) : together(key, threads))
                            + (threads == 1 ? " alone" : " with " + threads + " at once"));
                    before = threads;
                }
            }
            boolean bounded = before < AT_ONCE.get(AT_ONCE.size() - 1);
            findings.ok(
                    Topic.KEY_SIGNATURE,
                    "Key \"" + label + "\" signs and software verifies it: " + String.join(", ", measured)
                            + (bounded ? "; no more at once, " + token.why() : ""));
        } catch (TokenBusyException e) {
            findings.warn(Topic.TOKEN_BUSY, "Key \"" + label + "\" was not tried: no place at the token", e.remedy());
        } catch (TokenException e) {
            findings.failed(Topic.KEY_SIGNATURE, "Key \"" + label + "\" does not sign: ", e);
        } catch (WrongSignature e) {
            findings.error(
                    Topic.KEY_SIGNATURE,
                    "Key \"" + label + "\" made a signature that its certificate's public key does not verify",
                    "Take the token out of service: it computes wrongly, or signs with another key.");
        }
    }

    private static final class WrongSignature extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private long sign(SigningKey key) {
        Challenge challenge = Challenge.fresh(random);
        SignatureScheme scheme = Challenge.scheme(key.publicKey());
        long start = System.nanoTime();
        byte[] signature = key.sign(scheme, challenge.bytes(), () -> {});
        long took = System.nanoTime() - start;
        if (!challenge.verifies(key.publicKey(), signature)) {
            throw new WrongSignature();
        }
        return took;
    }

    private long[] alone(SigningKey key) {
        long[] nanos = new long[ALONE];
        for (int i = 0; i < ALONE; i++) {
            nanos[i] = sign(key);
        }
        return nanos;
    }

    private long[] together(SigningKey key, int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Long>> calls = new ArrayList<>();
            for (int i = 0; i < threads * EACH; i++) {
                calls.add(() -> sign(key));
            }
            List<Future<Long>> done = pool.invokeAll(calls);
            long[] nanos = new long[done.size()];
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] = done.get(i).get();
            }
            return nanos;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the examination was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
