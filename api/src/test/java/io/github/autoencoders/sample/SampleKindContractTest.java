package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Application;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.types.Shape;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of sample must do; a new one needs a row in {@link #members}. */
@Tag("no-engine")
class SampleKindContractTest {

    private static final float NAN = Float.NaN;
    private static final Scaling SYMBOLS = new OneHot(List.of("", "a", "bc"));
    private static final Scaling CLASSES = new Classes(List.of(0, 9, 255), List.of());
    private static final Scaling ONE = new Scaling.Standardized(List.of(3.0), List.of(1.0));
    private static final Scaling TWO =
            new Scaling.Standardized(List.of(3.0, 1.0), List.of(1.0, 2.0));

    /**
     * A kind, formats of it as they are read and as they are in models, samples of the first, what
     * is fitted to them, and how many of which unit they have; all by hand.
     */
    private record Member(
            SampleKind kind,
            List<SampleFormat> formats,
            List<float[]> samples,
            Scaling fitted,
            Class<?> type,
            String unit,
            int units,
            Application application) {}

    private static SampleFormat format(Shape shape, Scaling scaling) {
        return new SampleFormat(shape, 0, scaling);
    }

    static List<Member> members() {
        Scaling gaps = new Scaling.WithMissing(Scaling.Unfitted.TOGETHER);
        return List.of(
                new Member(
                        SampleKind.IMAGE,
                        List.of(
                                format(new Shape(1, 2, 2), Scaling.Unfitted.EACH),
                                format(new Shape(3, 5, 4), Scaling.UnitInterval.BYTES)),
                        List.of(new float[] {4, 1, 254, 2}, new float[] {0, 1, 240, 3}),
                        new Scaling.UnitInterval(0, 254),
                        Image.class,
                        "pixel",
                        4,
                        Application.CV.ANY),
                new Member(
                        SampleKind.MASK,
                        List.of(
                                format(new Shape(1, 1, 3), CLASSES),
                                format(
                                        new Shape(1, 4, 5),
                                        new Classes(List.of(0, 1), List.of(0xff0000, 0x00ff00)))),
                        List.of(new float[] {9, 0, 255}, new float[] {0, 0, 9}),
                        CLASSES,
                        Image.class,
                        "pixel",
                        3,
                        Application.CV.SEMANTIC_SEGMENTATION),
                new Member(
                        SampleKind.PLANES,
                        List.of(
                                format(new Shape(2, 1, 2), Scaling.Unfitted.EACH),
                                format(new Shape(4, 3, 3), Scaling.UnitInterval.BYTES)),
                        List.of(new float[] {-4, 1, 2, 2}),
                        new Scaling.UnitInterval(-4, 2),
                        float[].class,
                        "value",
                        4,
                        Application.UNDEFINED),
                new Member(
                        SampleKind.SIGNAL,
                        List.of(
                                format(new Shape(2, 2), Scaling.Unfitted.EACH),
                                format(new Shape(2, 9), TWO),
                                format(new Shape(1, 9), ONE)),
                        List.of(new float[] {2, 4, -1, 3}),
                        TWO,
                        float[].class,
                        "value",
                        4,
                        Application.UNDEFINED),
                new Member(
                        SampleKind.ROW,
                        List.of(
                                format(
                                        new Shape(2),
                                        new Scaling.WithMissing(Scaling.Unfitted.EACH)),
                                format(new Shape(2), TWO),
                                format(new Shape(2), ONE),
                                format(new Shape(2), new Scaling.WithMissing(TWO)),
                                format(new Shape(1), new Scaling.WithMissing(ONE)),
                                SampleFormat.unfitted(new Shape(7)),
                                SampleFormat.ofCodes(7)),
                        List.of(new float[] {2, -1}, new float[] {NAN, 3}, new float[] {4, NAN}),
                        new Scaling.WithMissing(TWO),
                        float[].class,
                        "value",
                        2,
                        Application.Tabular.ANY),
                new Member(
                        SampleKind.TEXT,
                        List.of(format(new Shape(1, 3), SYMBOLS)),
                        List.of(new float[] {2, 1, 0}, new float[] {1, 0, 0}),
                        SYMBOLS,
                        String.class,
                        "value",
                        3,
                        Application.NLP.TEXT_GENERATION),
                new Member(
                        SampleKind.RATINGS,
                        List.of(
                                format(new Shape(3), gaps),
                                format(new Shape(3), new Scaling.WithMissing(ONE))),
                        List.of(new float[] {4, NAN, NAN}, new float[] {NAN, 2, NAN}),
                        new Scaling.WithMissing(ONE),
                        float[].class,
                        "value",
                        3,
                        Application.Tabular.ANY));
    }

    @Test
    void everyMemberIsTested() {
        assertEquals(
                EnumSet.allOf(SampleKind.class),
                members().stream().map(Member::kind).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("members")
    void aFormatIsOfOneKind(Member member) {
        for (SampleFormat format : member.formats()) {
            assertEquals(member.kind(), format.kind());
            List<SampleKind> including =
                    Stream.of(SampleKind.values()).filter(kind -> kind.includes(format)).toList();
            assertEquals(List.of(member.kind()), including, format.toString());
        }
    }

    /** So a saved model, which has no kind in its file, is of that of the samples it was fit to. */
    @ParameterizedTest
    @MethodSource("members")
    void fittingKeepsTheKindAndIsByHand(Member member) {
        Samples raw = Samples.of(member.samples().toArray(float[][]::new), member.formats().get(0));
        SampleFormat fitted = raw.fittedFormat(0);
        assertEquals(format(raw.format().shape(), member.fitted()), fitted);
        assertEquals(member.kind(), fitted.kind());
        assertEquals(fitted, raw.withFormat(fitted).fittedFormat(0));
    }

    @ParameterizedTest
    @MethodSource("members")
    void samplesComeBackFromTheTypeThatStandsForThem(Member member) {
        SampleFormat format = member.formats().get(0);
        for (float[] sample : member.samples()) {
            Object given = member.kind().toType(format, sample);
            assertInstanceOf(member.type(), given);
            assertEquals(member.type(), member.kind().type());
            assertArrayEquals(sample, member.kind().raw(format, given).orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void typesOfOtherKindsAreRefused(Member member) {
        SampleFormat format = member.formats().get(0);
        SampleKind.requireType(format, float[].class);
        SampleKind.requireType(format, member.type());
        if (!member.kind().isPicture()) {
            assertRefused(
                    "shape must be [1, H, W] or [3, H, W] for an image, but is " + format.shape(),
                    () -> SampleKind.requireType(format, Image.class));
        }
        if (member.kind() != SampleKind.TEXT) {
            assertRefused(
                    "format must be one of strings, but is one of samples of shape "
                            + format.shape(),
                    () -> SampleKind.requireType(format, String.class));
            assertEquals(Optional.empty(), member.kind().raw(format, "a"));
        }
        assertEquals(Optional.empty(), member.kind().raw(format, 7L));
    }

    @ParameterizedTest
    @MethodSource("members")
    void samplesAreCountedAndCalled(Member member) {
        SampleFormat format = member.formats().get(0);
        assertEquals(member.unit(), member.kind().unit());
        assertEquals(member.units(), member.kind().units(format));
        assertEquals(member.application(), member.kind().application());
        boolean strings = member.kind() == SampleKind.TEXT;
        assertEquals(strings ? "strings" : "samples of shape " + format.shape(), format.samples());
    }

    /** Numbers come first: what is asked of a model without saying how. */
    @Test
    void typesAreNumbersImagesAndStrings() {
        assertEquals(List.of(float[].class, Image.class, String.class), SampleKind.types());
    }

    /**
     * Eight-bit samples have the range of a byte, whatever their shape; but two levels are 0, 1.
     */
    @Test
    void bytesAreScaledByTheirRange() {
        byte[] grey = {0, (byte) 200, 7, 9};
        for (Shape shape : List.of(new Shape(4), new Shape(2, 2), new Shape(1, 2, 2))) {
            SampleFormat format = SampleFormat.unfitted(shape);
            Samples bytes = Samples.ofBytes("x", format, grey, new int[0], List.of());
            assertEquals(Scaling.UnitInterval.BYTES, bytes.fittedFormat(0).scaling());
            Samples bits =
                    Samples.ofBytes("x", format, new byte[] {0, 1, 1, 0}, new int[0], List.of());
            assertEquals(new Scaling.UnitInterval(0, 1), bits.fittedFormat(0).scaling());
        }
    }

    private static void assertRefused(String message, Executable check) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, check).getMessage());
    }
}
