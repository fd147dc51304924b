package io.github.autoencoders.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.loss.Schedule.Constant;
import io.github.autoencoders.loss.Schedule.Cyclical;
import io.github.autoencoders.loss.Schedule.LinearWarmup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every schedule must do; a new one needs a row in {@link #members}. */
@Tag("no-engine")
class ScheduleTest {

    /** A schedule and its weights at some steps, computed by hand. */
    private record Member(Schedule schedule, Map<Long, Double> weights) {}

    static List<Member> members() {
        return List.of(
                new Member(new Constant(0.3), Map.of(0L, 0.3, 1L, 0.3, 1_000_000L, 0.3)),
                new Member(new Constant(0), Map.of(0L, 0.0, 7L, 0.0)),
                new Member(
                        new LinearWarmup(4, 10),
                        Map.of(0L, 0.0, 1L, 0.4, 5L, 2.0, 9L, 3.6, 10L, 4.0, 11L, 4.0, 999L, 4.0)),
                new Member(new LinearWarmup(2, 1), Map.of(0L, 0.0, 1L, 2.0, 2L, 2.0)),
                new Member(
                        new Cyclical(2, 8, 0.5),
                        Map.of(
                                0L, 0.0, 1L, 0.5, 3L, 1.5, 4L, 2.0, 7L, 2.0, 8L, 0.0, 9L, 0.5,
                                800_002L, 1.0)),
                new Member(
                        new Cyclical(1, 4, 1),
                        Map.of(0L, 0.0, 1L, 0.25, 3L, 0.75, 4L, 0.0, 7L, 0.75)));
    }

    @Test
    void everyMemberIsTested() {
        Set<Class<?>> tested =
                members().stream().map(m -> m.schedule().getClass()).collect(Collectors.toSet());
        assertEquals(Set.of(Schedule.class.getPermittedSubclasses()), tested);
    }

    @ParameterizedTest
    @MethodSource("members")
    void weightsAreThoseComputedByHand(Member member) {
        member.weights()
                .forEach(
                        (step, weight) ->
                                assertEquals(
                                        weight,
                                        member.schedule().weight(step),
                                        1e-12,
                                        "step " + step));
    }

    @ParameterizedTest
    @MethodSource("members")
    void theTargetIsTheGreatestWeight(Member member) {
        double greatest =
                member.weights().values().stream().mapToDouble(w -> w).max().orElseThrow();
        if (!member.schedule().equals(new Cyclical(1, 4, 1))) { // reached only at the cycle's end
            assertEquals(member.schedule().target(), greatest, 1e-12);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void targetsAreFiniteAndNotNegative(double target) {
        String message = "target must be finite and not negative, but is " + target;
        assertRefused(message, () -> new Constant(target));
        assertRefused(message, () -> new LinearWarmup(target, 10));
        assertRefused(message, () -> new Cyclical(target, 10, 0.5));
    }

    @Test
    void stepsAndPeriodsAreAtLeastOne() {
        assertRefused("steps must be at least 1, but is 0", () -> new LinearWarmup(1, 0));
        assertRefused("period must be at least 1, but is -3", () -> new Cyclical(1, -3, 0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.0001, Double.NaN})
    void theRampIsAShareOfTheCycle(double share) {
        assertRefused(
                "rampShare must be in (0, 1], but is " + share, () -> new Cyclical(1, 10, share));
    }

    private static void assertRefused(String message, Executable construction) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, construction).getMessage());
    }
}
