package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("no-engine")
class ServeCommandTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8080",
        "localhost, http://localhost:8080",
        "::1, http://[::1]:8080",
        "[::1], http://[::1]:8080",
    })
    void theAddressThatIsSaidIsOneForABrowser(String host, String address) {
        assertEquals(address, ServeCommand.address(host, 8080));
    }
}
