package io.github.autoencoders.serving;

import java.util.List;
import java.util.stream.Stream;

/** What KServe's protocol, version 2, calls numbers, and which they are; and texts. */
enum KServeType {
    BOOL(true, 0, 1),
    UINT8(true, 0, 255),
    UINT16(true, 0, 65535),
    UINT32(true, 0, 0x1p32 - 1),
    UINT64(true, 0, 0x1p64),
    INT8(true, -128, 127),
    INT16(true, -32768, 32767),
    INT32(true, -0x1p31, 0x1p31 - 1),
    INT64(true, -0x1p63, 0x1p63),
    FP16(false, -65504, 65504),
    BF16(false, -Float.MAX_VALUE, Float.MAX_VALUE),
    FP32(false, -Float.MAX_VALUE, Float.MAX_VALUE),
    FP64(false, -Double.MAX_VALUE, Double.MAX_VALUE),
    /** Texts; rows of several kinds have their numbers among them. */
    BYTES(false, 0, 0);

    private final boolean whole;
    private final double least;
    private final double most;

    KServeType(boolean whole, double least, double most) {
        this.whole = whole;
        this.least = least;
        this.most = most;
    }

    /** Returns the types of numbers. */
    static List<KServeType> numbers() {
        return Stream.of(values()).filter(type -> type != BYTES).toList();
    }

    /** Returns the type of a name, which must be one of those that are known. */
    static KServeType of(String name, List<KServeType> known) throws RefusedException {
        return known.stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                RefusedException.malformed(
                                        "datatype must be one of " + known + ", but is " + name));
    }

    private boolean holds(double value) {
        return whole
                ? value == Math.rint(value) && value >= least && value <= most
                : !(value < least || value > most); // what is missing too
    }

    /** Returns the numbers of data, if all are of the type: true is 1, and false is 0. */
    double[] numbers(NestedNumbers data) throws RefusedException {
        if (this != BOOL && !data.firstWord().isEmpty()) {
            throw refused("has something else at " + data.firstWord());
        }
        double[] values = this == BOOL ? data.truths() : data.values();
        for (double value : values) {
            if (!holds(value)) {
                throw refused("holds " + value);
            }
        }
        return values;
    }

    /** Checks a cell in JSON. */
    void require(String cell) throws RefusedException {
        if (this != BYTES && !isOf(cell)) {
            throw refused("holds " + cell);
        }
    }

    private RefusedException refused(String what) {
        return RefusedException.malformed(
                "data must hold numbers of datatype %s, but %s".formatted(name(), what));
    }

    private boolean isOf(String cell) {
        return switch (cell.charAt(0)) {
            case '"' -> false;
            case 't', 'f' -> this == BOOL;
            case 'n' -> holds(Double.NaN); // null
            default -> holds(Double.parseDouble(cell));
        };
    }
}
