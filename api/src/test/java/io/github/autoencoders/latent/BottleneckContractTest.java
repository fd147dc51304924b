package io.github.autoencoders.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.github.autoencoders.network.Activation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every bottleneck must do; a new one needs a row in {@link #members}. */
class BottleneckContractTest {

    /** A bottleneck, the features it takes, and another code size that it can have. */
    private record Member(Bottleneck bottleneck, int features, int other) {}

    static List<Member> members() {
        return List.of(
                new Member(new Bottleneck.Deterministic(6, Activation.RELU), 5, 3),
                new Member(new Bottleneck.Gaussian(6), 5, 3),
                new Member(new Bottleneck.FeatureMap(6), 6, 3),
                new Member(new Bottleneck.VectorQuantized(3, 2, 5, 0.9), 6, 9));
    }

    @Test
    void everyMemberIsTested() {
        Set<Class<?>> tested =
                members().stream().map(m -> m.bottleneck().getClass()).collect(Collectors.toSet());
        assertEquals(Set.of(Bottleneck.class.getPermittedSubclasses()), tested);
    }

    @ParameterizedTest
    @MethodSource("members")
    void everyHeadGivesACode(Member member) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Shape shape = new Shape(4, member.features());
            NDArray features = manager.randomNormal(shape);
            for (Pair<String, Block> head : member.bottleneck().newHeads()) {
                Block block = head.getValue();
                block.initialize(manager, DataType.FLOAT32, shape);
                NDList code =
                        block.forward(
                                new ParameterStore(manager, false), new NDList(features), false);
                assertEquals(new Shape(4, 6), code.head().getShape(), head.getKey());
                assertArrayEquals(code.getShapes(), block.getOutputShapes(new Shape[] {shape}));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void codeSizeCanBeAnother(Member member) {
        Bottleneck other = member.bottleneck().withCodeSize(member.other());
        assertEquals(member.other(), other.codeSize());
        assertEquals(member.bottleneck().getClass(), other.getClass());
        assertEquals(member.bottleneck(), other.withCodeSize(6));
    }

    @ParameterizedTest
    @MethodSource("members")
    void codeHasAtLeastOneValue(Member member) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> member.bottleneck().withCodeSize(0));
        assertEquals("codeSize must be at least 1, but is 0", e.getMessage());
    }

    @Test
    void featuresAreTheCodeOfAFeatureMap() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block head = new Bottleneck.FeatureMap(3).newHeads().get(0).getValue();
            NDArray features = manager.create(new float[] {1, -2, 3}, new Shape(1, 3));
            NDList code =
                    head.forward(new ParameterStore(manager, false), new NDList(features), true);
            assertEquals(features, code.singletonOrThrow());
            assertEquals(0, head.getParameters().size());
        }
        Block head = new Bottleneck.FeatureMap(3).newHeads().get(0).getValue();
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> head.getOutputShapes(new Shape[] {new Shape(-1, 4)}));
        assertEquals(
                "codeSize must be 4, the encoder's number of features, but is 3", e.getMessage());
    }
}
