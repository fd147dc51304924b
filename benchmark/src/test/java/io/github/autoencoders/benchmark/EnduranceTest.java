package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.autoencoders.benchmark.Endurance.Portion;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class EnduranceTest {

    @Test
    void theLastPortionIsComparedWithTheFirst() {
        Endurance training =
                new Endurance(
                        1000,
                        List.of(
                                new Portion(4, 2, 900),
                                new Portion(9, 3, 1500),
                                new Portion(5, 2.2, 1100)));
        assertEquals(1.25, training.slowing(), 1e-12);
        assertEquals(1.1, training.machineSlowing(), 1e-12);
        assertEquals(200, training.growth());
    }
}
