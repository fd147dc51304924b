package io.github.autoencoders.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine");

    @Test
    void anEngineIsFoundInAnySpelling() {
        Placement place = Placement.of(ENGINE.toUpperCase(Locale.ROOT), "CPU");
        assertEquals(new Placement(ENGINE, Device.cpu()), place);
        assertEquals("cpu", place.deviceName());
        assertEquals(ENGINE, place.engineWithVersion().split(" ", -1)[0]);
    }

    @Test
    void theDefaultIsTheEngineThatThePropertyNames() {
        assertEquals(ENGINE, Placement.ofDefault().engine());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PyTroch | cpu | engine must be one of",
                "PyTorch | gpu | device must be cpu, gpu0, gpu1 and so on, but is \"gpu\"",
                "PyTorch | tpu0 | device must be cpu, gpu0, gpu1 and so on, but is \"tpu0\"",
            })
    void strangersAreRefused(String engine, String device, String message) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Placement.of(engine, device));
        assertEquals(message, String.valueOf(refused.getMessage()).substring(0, message.length()));
    }
}
