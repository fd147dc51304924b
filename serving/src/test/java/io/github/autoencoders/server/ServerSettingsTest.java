package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("no-engine")
class ServerSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8080",
        "localhost, http://localhost:8080",
        "::1, http://[::1]:8080",
        "[::1], http://[::1]:8080",
    })
    void theAddressIsOneForABrowser(String host, String address) {
        assertEquals(address, ServerSettings.LOCAL.withHost(host).address(8080));
    }
}
