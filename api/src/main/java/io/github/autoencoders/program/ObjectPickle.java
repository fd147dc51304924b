package io.github.autoencoders.program;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The object of a program and its arrays, as Python pickles it, in protocol 2. PyTorch finds the
 * bytes of the array of number k in the archive's entry {@code data/k}.
 *
 * @see <a href="https://docs.python.org/3/library/pickle.html">Python's documentation</a>
 */
final class ObjectPickle {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int tensors;

    ObjectPickle() {
        raw("\u0080\2c__torch__\nProgram\n)\u0081}(");
        text("training").raw("\u0089");
    }

    /** Adds an array, which has the next number. */
    ObjectPickle with(StoredTensor tensor) {
        text(tensor.name()).raw("ctorch._utils\n_rebuild_tensor_v2\n((");
        text("storage").raw("ctorch\n" + tensor.storage() + "\n");
        text(String.valueOf(tensors++)).text("cpu").number(tensor.size()).raw("tQ");
        number(0).numbers(tensor.shape()).numbers(tensor.strides());
        raw("\u0089ccollections\nOrderedDict\n)RtR"); // it wants no gradient
        return this;
    }

    byte[] end() {
        raw("ub.");
        return bytes.toByteArray();
    }

    private ObjectPickle raw(String operations) {
        bytes.writeBytes(operations.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    private ObjectPickle text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        raw("X").fixed(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    private ObjectPickle number(long number) {
        return raw("J").fixed(Math.toIntExact(number));
    }

    private ObjectPickle numbers(long[] numbers) {
        raw("(");
        for (long number : numbers) {
            number(number);
        }
        return raw("t");
    }

    private ObjectPickle fixed(int number) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes.write(number >>> shift);
        }
        return this;
    }
}
