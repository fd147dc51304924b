package io.github.autoencoders.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages of others may do with a server on the computer of whoever reads them: nothing. */
class AdmissionTest {

    private static final byte[] CODE = "[1, 0, 1]".getBytes(UTF_8);
    private static final String DECODE = "POST /predictions/tiny-decode HTTP/1.1\r\n";

    @TempDir private static Path folder;
    private static TrainedAutoencoder model;
    private static AutoencoderServer server;

    @BeforeAll
    static void start() throws IOException {
        var saved = TinyModels.save(TinyModels.images(), folder);
        model = TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine()));
        server = serve(settings());
    }

    @AfterAll
    static void close() {
        server.close();
        model.close();
    }

    private static ServerSettings settings() {
        return ServerSettings.LOCAL.withPort(0).withBytes(1 << 20, 64 << 20).withWorkers(1);
    }

    private static AutoencoderServer serve(ServerSettings settings) throws IOException {
        return AutoencoderServer.start("tiny", model, List.of(Task.DECODE), settings);
    }

    private static RawAnswer ask(AutoencoderServer at, String... headers) throws IOException {
        return RawAnswer.of(at, DECODE + String.join("\r\n", headers), CODE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "127.0.0.1",
                "127.0.0.1:1",
                "[::1]",
                "[::1]:8080"
            })
    void theComputersOwnNamesAreServed(String host) throws Exception {
        assertEquals(200, ask(server, "Host: " + host).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "192.168.1.1"
            })
    void aNameOfOthersThatLeadsHereIsNotServed(String host) throws Exception {
        for (String line :
                List.of(
                        DECODE,
                        "GET / HTTP/1.1\r\n",
                        "GET /ping HTTP/1.1\r\n",
                        "GET /v2 HTTP/1.1\r\n")) {
            RawAnswer answer = RawAnswer.of(server, line + "Host: " + host, CODE);
            assertEquals(421, answer.status(), answer::body);
            assertEquals(
                    "host must be one of localhost, 127.0.0.1, [::1], but is "
                            + host.replaceAll(":.*", ""),
                    answer.message());
        }
    }

    @Test
    void theAddressThatItListensAtIsServedToo() throws Exception {
        try (AutoencoderServer other = serve(settings().withHost("127.0.0.2"))) {
            URI address = URI.create("http://127.0.0.2:" + other.port() + "/ping");
            HttpRequest request = HttpRequest.newBuilder(address).build();
            HttpClient client = HttpClient.newHttpClient();
            assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
        }
    }

    @Test
    void whatListensAtAllAddressesTakesAnyName() throws Exception {
        try (AutoencoderServer open = serve(settings().withHost("0.0.0.0"))) {
            assertEquals(200, ask(open, "Host: models.example").status());
            assertEquals(
                    403,
                    ask(open, "Host: models.example", "Origin: https://evil.example").status());
        }
    }

    /** A form needs nobody's leave, and its types are those that a browser sends without asking. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json"
            })
    void whatAnotherSitesPageSendsIsRefused(String type) throws Exception {
        String content = "Content-Type: " + type;
        for (String from :
                List.of(
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Site: same-site",
                        "Sec-Fetch-Site: cross-site\r\nOrigin: http://localhost",
                        "Origin: https://evil.example",
                        "Origin: http://localhost:3000",
                        "Origin: null")) {
            RawAnswer answer = ask(server, "Host: localhost", content, from);
            assertEquals(403, answer.status(), from);
            assertTrue(answer.message().startsWith("origin must be this server's own, but is "));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-Fetch-Site: same-origin | Origin: http://localhost:8080",
                "Sec-Fetch-Site: none | X: y",
                "Origin: http://localhost:8080 | X: y",
                "X: y | X: z"
            })
    void itsOwnPageAndPlainClientsAreServed(String one, String other) throws Exception {
        assertEquals(200, ask(server, "Host: localhost:8080", one, other).status());
    }

    @Test
    void theOriginThatIsAllowedIsServed() throws Exception {
        String ours = "https://example.org";
        try (AutoencoderServer shared = serve(settings().withOrigin(ours))) {
            String cross = "Sec-Fetch-Site: cross-site";
            assertEquals(200, ask(shared, "Host: localhost", cross, "Origin: " + ours).status());
            assertEquals(
                    "origin must be this server's own, but is https://example.com",
                    ask(shared, "Host: localhost", cross, "Origin: https://example.com").message());
            assertEquals(403, ask(shared, "Host: localhost", cross).status());
        }
        try (AutoencoderServer all = serve(settings().withOrigin("*"))) {
            assertEquals(200, ask(all, "Host: localhost", "Origin: https://example.com").status());
        }
    }

    /** By RFC 9110 the scheme's case does not matter; the token's does. */
    @Test
    void theSchemeOfTheTokenMayBeInLowerCase() throws Exception {
        try (AutoencoderServer guarded = serve(settings().withToken("Secret"))) {
            for (String scheme : List.of("Bearer", "bearer", "BEARER")) {
                String header = "Authorization: " + scheme + " ";
                assertEquals(200, ask(guarded, "Host: localhost", header + "Secret").status());
                assertEquals(401, ask(guarded, "Host: localhost", header + "secret").status());
            }
            assertEquals(
                    401, ask(guarded, "Host: localhost", "Authorization: Basic Secret").status());
        }
    }

    /** A head that never ends gets no answer: there is nobody whom it could be for. */
    @Test
    void aHeadThatDoesNotComeIsNotWaitedFor() throws Exception {
        ServerSettings impatient = settings().withTimeLimit(Duration.ofSeconds(1));
        try (AutoencoderServer busy = serve(impatient);
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), busy.port())) {
            slow.setSoTimeout(20_000);
            slow.getOutputStream().write("GET /ping HTTP/1.1\r\nHost: loc".getBytes(UTF_8));
            assertEquals(-1, slow.getInputStream().read());
        }
    }

    /** Where a head is bad, the next one cannot be found. */
    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\nHost: localhost", "GET /%zz HTTP/1.1\r\nHost: localhost"})
    void whatJettyRefusesEndsTheConnection(String head) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "\r\n\r\n").getBytes(UTF_8));
            String said = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertTrue(said.contains("Connection: close"), said);
        }
    }
}
