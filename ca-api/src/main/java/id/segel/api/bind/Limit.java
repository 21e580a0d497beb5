package id.segel.api.bind;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Bounds of a record component: characters of a string, the value of a number, the size of a list or map. The OpenAPI
 * document says the same, because it reads this.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Limit {
    /** Characters of a string that has no limit of its own. */
    int TEXT = 2_000;

    /** Elements of a list or map that has no limit of its own. */
    int COUNT = 1_000;

    long min() default 0;

    long max();

    /** Regular expression a whole string matches; empty for none. */
    String pattern() default "";
}
