package io.github.autoencoders.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a record's component is where its key is absent, as in files that were written before there
 * was such a component.
 *
 * <pre>{@code
 * record Settings(String host, @Absent("8080") int port) {}
 * }</pre>
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Absent {

    /** Returns the value in JSON. */
    String value();
}
