package id.segel.api.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The most octets a method's body may have, where that is not the ordinary limit. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BodyLimit {
    /** JSON, where nothing else is said. */
    int JSON = 256 * 1024;

    /** A CSR in PEM or DER. */
    int CSR = 64 * 1024;

    /** An OCSP request. */
    int OCSP = 64 * 1024;

    /** Name, password and code. */
    int CREDENTIALS = 8 * 1024;

    /** Stands for the configured size of letters and a margin, so that a letter a little too large is told as one. */
    int LETTER = -1;

    int value();
}
