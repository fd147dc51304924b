package io.github.autoencoders.spark;

import io.github.autoencoders.argument.Require;
import java.io.Serializable;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.util.Identifiable;
import scala.Function1;

/** Params that say the name, the rule and the value where a value is refused. */
final class Checked {

    private Checked() {}

    /** Checks a value, or throws an IllegalArgumentException. */
    @FunctionalInterface
    interface Rule extends Serializable {
        void check(Object value);
    }

    static IntParam atLeast(int least, Identifiable parent, String name, String doc) {
        return new IntParam(
                parent, name, doc, number(value -> Require.atLeast(least, name, (int) value)));
    }

    static DoubleParam positive(Identifiable parent, String name, String doc) {
        return new DoubleParam(
                parent, name, doc, number(value -> Require.positive(name, (double) value)));
    }

    /** Returns a number from 0, and below 1. */
    static DoubleParam fraction(Identifiable parent, String name, String doc) {
        return new DoubleParam(
                parent,
                name,
                doc,
                number(
                        value -> {
                            if (!((double) value >= 0 && (double) value < 1)) {
                                throw new IllegalArgumentException(
                                        "%s must be at least 0 and below 1, but is %s"
                                                .formatted(name, value));
                            }
                        }));
    }

    // Scala's functions of primitive numbers take objects.
    private static Function1<Object, Object> number(Rule rule) {
        return (Function1<Object, Object> & Serializable)
                value -> {
                    rule.check(value);
                    return true;
                };
    }
}
