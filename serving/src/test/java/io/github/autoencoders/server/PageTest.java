package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The page in a Chromium without a window, where there is one with its driver on the path: {@code
 * chromium} and {@code chromedriver}. Pictures of it go to {@code target/page}; {@code
 * -Dpage.model=FOLDER} shows another model than an untrained one, {@code -Dpage.other=ADDRESS}
 * another server too.
 */
class PageTest {

    private static final Path PICTURES = Path.of("target", "page");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private static Path folder;
    private static AutoencoderServer server;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() throws IOException {
        Optional<File> chromium =
                Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
                        .flatMap(name -> onPath(name).stream())
                        .findFirst();
        Optional<File> driver = onPath("chromedriver");
        Assumptions.assumeTrue(
                chromium.isPresent() && driver.isPresent(),
                "there is no chromium with a chromedriver on the path");
        String other = System.getProperty("page.model", "");
        var saved =
                other.isEmpty()
                        ? TinyModels.save(TinyModels.images(), folder)
                        : SavedModel.open(Path.of(other));
        server =
                AutoencoderServer.start(
                        "tiny",
                        TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine())),
                        List.of(Task.values()),
                        ServerSettings.LOCAL.withPort(0));
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get());
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // a container's root may not have one
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--force-prefers-reduced-motion", // what is clicked does not scroll away slowly
                "--autoplay-policy=no-user-gesture-required",
                "--use-fake-device-for-media-stream", // a microphone that beeps ...
                "--use-fake-ui-for-media-stream", // ... and a user who lets it be used
                "--force-color-profile=srgb",
                "--window-size=1200,1500");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service =
                new ChromeDriverService.Builder().usingDriverExecutable(driver.get()).build();
        browser = new ChromeDriver(service, options);
        Files.createDirectories(PICTURES);
    }

    private static Optional<File> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() {
        browser.get("http://127.0.0.1:" + server.port() + "/");
        await("document.title === 'tiny' && document.getElementById('map').dataset.drawn > 0");
        // What it shows unasked is there: no answer comes behind, and nothing moves.
        await("document.querySelectorAll('#sheet canvas').length === 48");
        await("Number.isFinite(Number(document.getElementById('score').textContent))");
    }

    private static WebElement at(String id) {
        return browser.findElement(By.id(id));
    }

    private static @Nullable Object run(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }

    private static void await(String condition) {
        new WebDriverWait(browser, PATIENCE)
                .withMessage(() -> condition + "; the page says " + at("status").getText())
                .until(any -> Boolean.TRUE.equals(run("return Boolean(" + condition + ")")));
    }

    private static void picture(String name) throws IOException {
        byte[] png = browser.getScreenshotAs(OutputType.BYTES);
        Files.write(PICTURES.resolve(TinyModels.engine() + "-" + name + ".png"), png);
    }

    private static String pixels(String id) {
        return String.valueOf(run("return document.getElementById(arguments[0]).toDataURL()", id));
    }

    private static void requireNoComplaint() {
        List<String> said =
                browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                        .map(LogEntry::getMessage)
                        .toList();
        assertEquals(List.of(), said);
        assertEquals("", run("return document.querySelector('.bad')?.textContent ?? ''"));
    }

    @Test
    void thePlaneIsWalkedWithTheMouse() throws Exception {
        String before = pixels("decoded");
        new Actions(browser).moveToElement(at("plane"), 100, -100).perform();
        await("document.getElementById('decoded').dataset.code.startsWith('1.')");
        assertNotEquals(before, pixels("decoded"));
        String[] position = at("position").getText().split(", ", -1);
        // 100 of 360 pixels to the right, where 360 are a reach of 3 to each side.
        assertEquals(100 / 180.0 * 3, Double.parseDouble(position[0]), 0.05);
        assertEquals(100 / 180.0 * 3, Double.parseDouble(position[1]), 0.05);
        picture("plane");
        requireNoComplaint();
    }

    @Test
    void thePlaneIsWalkedWithTheKeys() {
        at("plane").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_UP);
        await("document.getElementById('position').textContent === '0.20, 0.10'");
        at("plane").sendKeys(Keys.chord(Keys.SHIFT, Keys.ARROW_LEFT));
        await("document.getElementById('position').textContent === '-0.30, 0.10'");
        requireNoComplaint();
    }

    @Test
    void aSliderMovesItsValue() {
        WebElement third = at("sliders").findElements(By.cssSelector("input")).get(2);
        String before = pixels("decoded");
        third.sendKeys(Keys.END);
        await("document.getElementById('decoded').dataset.code.split(',')[2] === '3'");
        assertNotEquals(before, pixels("decoded"));
        requireNoComplaint();
    }

    /** Of two labels whose codes differ in the first value alone, that value is moved. */
    @Test
    void anAttributeMovesTheCodeTowardsItsLabel(@TempDir Path work) throws Exception {
        int size = ((Number) Objects.requireNonNull(run("return state.code.length"))).intValue();
        String names =
                IntStream.rangeClosed(1, size)
                        .mapToObj(d -> "z" + d)
                        .collect(Collectors.joining(","));
        String rest = ",0.5".repeat(size - 1);
        Path codes = work.resolve("codes.csv");
        Files.writeString(
                codes,
                "file,%s,label\na.png,1%s,\"hat, red\"\nb.png,-1%s,none\n"
                        .formatted(names, rest, rest));
        at("codes-file").sendKeys(codes.toString());
        await("document.querySelectorAll('#directions input').length === 2");
        assertEquals(
                "hat, red",
                at("directions")
                        .getText()
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .replaceAll(" ?0.00", "")
                        .strip());
        String before = pixels("decoded");
        at("directions").findElements(By.cssSelector("input")).get(0).sendKeys(Keys.END);
        await(
                "Number(document.getElementById('decoded').dataset.code.split(',')[0]).toFixed(2)"
                        + " === '3.00'");
        assertNotEquals(before, pixels("decoded"));
        run("document.getElementById('attributes').scrollIntoView()");
        picture("attributes");
        requireNoComplaint();
        Path wrong = Files.writeString(work.resolve("wrong.csv"), "z1,z2\n1,2\n");
        at("codes-file").sendKeys(wrong.toString());
        await(
                "document.querySelector('#map-section .message').textContent.startsWith('wrong.csv"
                        + " must have the columns z1 to z')");
    }

    @Test
    void aDrawingIsEncodedReconstructedAndScored() throws Exception {
        // An example stands there at once.
        await("/^-?[0-9.]+$/.test(document.getElementById('score').textContent)");
        String before = at("score").getText();
        new Actions(browser)
                .moveToElement(at("drawing"), -50, -50)
                .clickAndHold()
                .moveByOffset(90, 0)
                .moveByOffset(-60, 90)
                .release()
                .perform();
        await("document.getElementById('score').textContent !== '" + before + "'");
        await("document.getElementById('mean-error').textContent.includes('average')");
        picture("drawing");
        requireNoComplaint();
    }

    @Test
    void anImageOfAFileIsTaken(@TempDir Path work) throws Exception {
        Path image = work.resolve("image.png");
        Shape shape = new Shape(1, 8, 10);
        ImageIO.write(ImagePixels.toImage(TinyModels.ramp(80), shape), "png", image.toFile());
        String before = pixels("drawing");
        at("file").sendKeys(image.toString());
        await("document.getElementById('mean-error').textContent.includes('average')");
        assertNotEquals(before, pixels("drawing"));
        at("go").click();
        await(
                "document.getElementById('code').textContent.startsWith(Number("
                        + "document.getElementById('decoded').dataset.code.split(',')[0])"
                        + ".toFixed(2))");
        requireNoComplaint();
    }

    @Test
    void twoCodesAreJoinedBySteps() throws Exception {
        run("document.getElementById('place-a').scrollIntoView({block: 'center'})");
        at("plane").sendKeys(Keys.chord(Keys.SHIFT, Keys.ARROW_LEFT));
        at("place-a").click();
        at("plane").sendKeys(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT));
        at("place-b").click();
        await("document.querySelectorAll('#between canvas').length === 9");
        run("document.getElementById('between-section').scrollIntoView()");
        picture("between");
        requireNoComplaint();
    }

    @Test
    void aSheetIsDrawnOfItsSeeds() {
        await("document.querySelectorAll('#sheet canvas').length === 48");
        String first = "document.querySelector('#sheet canvas').toDataURL()";
        Object before = run("return " + first);
        WebElement count = at("count");
        count.sendKeys(Keys.chord(Keys.CONTROL, "a"), "5");
        at("sample").sendKeys(Keys.ENTER);
        await("document.querySelectorAll('#sheet canvas').length === 5");
        assertEquals(before, run("return " + first));
        requireNoComplaint();
    }

    @Test
    void aNumberOutsideItsLimitsIsRefusedWhereItStands() throws Exception {
        await("document.querySelectorAll('#sheet canvas').length === 48");
        at("count").sendKeys(Keys.chord(Keys.CONTROL, "a"), "100000");
        at("sample").sendKeys(Keys.ENTER);
        assertEquals("must be from 1 to 256, but is 100000", at("count-wrong").getText());
        assertEquals("true", at("count").getDomAttribute("aria-invalid"));
        assertEquals(48L, run("return document.querySelectorAll('#sheet canvas').length"));
        run("document.getElementById('sheet-section').scrollIntoView()");
        picture("limit");
        at("count").sendKeys(Keys.chord(Keys.CONTROL, "a"), "2");
        assertEquals("", at("count-wrong").getText());
        at("steps").sendKeys(Keys.chord(Keys.CONTROL, "a"), "2");
        assertEquals("must be from 3 to 32, but is 2", at("steps-wrong").getText());
        at("seed").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        assertEquals("must be a whole number", at("seed-wrong").getText());
        requireNoComplaint();
    }

    @Test
    void whatStandsThereAtFirstIsNotBlack() {
        await("document.querySelectorAll('#between canvas').length === 9");
        for (String id : List.of("drawing", "reconstruction", "a", "b")) {
            String data = "document.getElementById('" + id + "').toDataURL()";
            await(data + " !== fit(document.createElement('canvas')).toDataURL()");
        }
        assertEquals(true, run("return document.getElementById('interpolate').disabled === false"));
        run("state.b = null; kept()");
        assertEquals(true, run("return document.getElementById('interpolate').disabled"));
        String said = "return document.querySelector('#between-section .message').textContent";
        assertEquals("B must be kept first", run(said));
        requireNoComplaint();
    }

    /** Rows with words, strings and labels are drawn as what they are, without a complaint. */
    @Test
    void modelsOfAllKindsAreShown() throws Exception {
        Map<String, AutoencoderConfig> kinds =
                Map.of(
                        "rows", TinyModels.rows(),
                        "words", TinyModels.words(),
                        "strings", TinyModels.strings(),
                        "conditional", TinyModels.conditional());
        for (Map.Entry<String, AutoencoderConfig> kind : kinds.entrySet()) {
            var saved = TinyModels.save(kind.getValue(), folder.resolve(kind.getKey()));
            try (AutoencoderServer other =
                    AutoencoderServer.start(
                            kind.getKey(),
                            TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine())),
                            Task.of(saved.part(), saved.config()),
                            ServerSettings.LOCAL.withPort(0))) {
                browser.get("http://127.0.0.1:" + other.port() + "/");
                await("document.getElementById('map').dataset.drawn > 0");
                await("document.querySelectorAll('#sheet canvas').length === 48");
                assertEquals(
                        run("return document.documentElement.clientWidth"),
                        run("return document.documentElement.scrollWidth"));
                picture(kind.getKey());
                requireNoComplaint();
            }
        }
    }

    /** What a page does with a model of sounds, at three widths. */
    @Test
    void aSoundIsRestoredDrawnAndPlayed(@TempDir Path work) throws Exception {
        var saved = TinyModels.save(TinyModels.sounds(), Files.createDirectory(work.resolve("m")));
        try (AutoencoderServer other = sounds(saved)) {
            browser.get("http://127.0.0.1:" + other.port() + "/");
            await("document.getElementById('map').dataset.drawn > 0");
            await("document.querySelectorAll('#sheet canvas').length === 48");
            assertEquals("sounds of 2 ms at 8 kHz, codes of 3", at("status").getText());
            at("sound-file").sendKeys(tone(work).toString());
            await("state.heard && !document.getElementById('sound-score').hidden");
            assertEquals("500 ms, 16 kHz, 2 channels", told("sound-before"));
            assertEquals(
                    0L,
                    run(
                            "return performance.getEntriesByType('resource').filter(each =>"
                                    + " each.name.endsWith('encode')).length"));
            assertTrue(
                    told("sound-after").matches("[\\d.]+ times as fast as it plays"),
                    () -> told("sound-after"));
            assertTrue(Double.isFinite(Double.parseDouble(at("mean-score").getText())));
            assertEquals("798 windows", at("window-count").getText());
            assertTheToneIsSeen();
            assertEquals(
                    run("return document.getElementById('sound-after').querySelector('audio').src"),
                    at("save-sound").getDomProperty("href"));
            run("document.querySelector('#sound-before audio').play()");
            await("document.querySelector('#sound-before audio').currentTime > 0.1");
            run("document.querySelector('#sound-after audio').play()");
            await("document.querySelector('#sound-before audio').paused");
            for (int width : List.of(1200, 700, 340)) {
                narrowed(width);
                assertEquals(
                        run("return document.documentElement.clientWidth"),
                        run("return document.documentElement.scrollWidth"));
                run("document.getElementById('sound-section').scrollIntoView()");
                picture("sound-" + width);
            }
            requireNoComplaint();
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    private static AutoencoderServer sounds(SavedModel saved) throws IOException {
        return AutoencoderServer.start(
                "sounds",
                TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine())),
                Task.of(saved.part(), saved.config()),
                ServerSettings.LOCAL.withPort(0));
    }

    // Half a second of 1 kHz, in two channels at 16 kHz.
    private static Path tone(Path folder) throws IOException {
        float[][] tone = new float[2][8000];
        for (int i = 0; i < 8000; i++) {
            tone[0][i] = tone[1][i] = (float) (0.5 * Math.sin(2 * Math.PI * 1000 * i / 16000));
        }
        Path file = folder.resolve("tone.wav");
        WaveFile.write(Sound.of(tone, 16000), 8000, file);
        return file;
    }

    private static String told(String figure) {
        return at(figure).findElement(By.className("told")).getText();
    }

    private static void narrowed(int width) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    // At an eighth of the height the spectrum is ink, elsewhere ground.
    private static void assertTheToneIsSeen() {
        Object seen =
                run(
                        "const canvas = document.querySelector('#sound-before .spectrum');"
                                + "const column = canvas.getContext('2d').getImageData(360, 0, 1,"
                                + " canvas.height).data;"
                                + "const at = part => Math.min(...[-2, -1, 0, 1, 2].map(off =>"
                                + " column[4 * (Math.round(canvas.height * (1 - part)) + off)]));"
                                + "return [at(1 / 8), at(1 / 2), at(7 / 8)].join()");
        String[] red = String.valueOf(seen).split(",", -1);
        assertTrue(Integer.parseInt(red[0]) < 60, () -> "" + seen); // --ink is #1b1f27
        assertTrue(Integer.parseInt(red[1]) > 200, () -> "" + seen); // --sunk is #eff1f5
        assertTrue(Integer.parseInt(red[2]) > 200, () -> "" + seen);
    }

    @Test
    void whatTheMicrophoneHearsIsSentAndSamplesArePlayed(@TempDir Path work) throws Exception {
        var saved = TinyModels.save(TinyModels.sounds(), Files.createDirectory(work.resolve("m")));
        try (AutoencoderServer other = sounds(saved)) {
            browser.get("http://127.0.0.1:" + other.port() + "/");
            await("document.querySelectorAll('#sheet canvas').length === 48");
            at("record").click();
            // The browser's own microphone sounds for a moment of each second.
            await("parseFloat(document.getElementById('recording').textContent) > 1.2");
            assertEquals("Stop", at("record").getText());
            at("record").click();
            await("state.heard && state.heard.after");
            assertEquals("Record", at("record").getText());
            assertEquals(
                    true,
                    run(
                            "return state.heard.before.rate === state.heard.after.rate &&"
                                    + " state.heard.before.channels[0].length ==="
                                    + " state.heard.after.channels[0].length"));
            assertEquals(true, run("return peak(state.heard.before.channels[0]) > 0.01"));
            run("document.querySelectorAll('#sheet button')[2].click()");
            await("player.currentSrc.startsWith('blob:') && player.error === null");
            Path one = work.resolve("one.wav"); // window
            WaveFile.write(Sound.of(new float[][] {TinyModels.ramp(16)}, 8000), 16, one);
            at("sound-file").sendKeys(one.toString());
            await("!document.getElementById('sound-code').hidden");
            run("document.getElementById('sound-keep-a').click()");
            assertEquals(true, run("return state.a.join() === state.heard.code.join()"));
            requireNoComplaint();
            Path none = Files.writeString(work.resolve("none.wav"), "no sound");
            at("sound-file").sendKeys(none.toString());
            await(
                    "document.querySelector('#sound-section .message').textContent === 'none.wav"
                            + " must be a sound that the server or the browser reads, but is"
                            + " none'");
        }
    }

    /** By the sum that defines it; and what the page writes as WAV is what it reads. */
    @Test
    void theSpectrumIsADiscreteFourierTransform() {
        Object far =
                run(
                        "const n = 64, x = Float64Array.from({length: n}, () =>"
                            + " Math.random());const re = x.slice(), im = new"
                            + " Float64Array(n);transform(re, im);let far = 0;for (let k = 0; k <"
                            + " n; k++) {  let [a, b] = [0, 0];  x.forEach((v, i) => { a += v *"
                            + " Math.cos(2 * Math.PI * i * k / n);    b -= v * Math.sin(2 * Math.PI"
                            + " * i * k / n); });  far = Math.max(far, Math.abs(a - re[k]),"
                            + " Math.abs(b - im[k]));}return far < 1e-9");
        assertEquals(true, far);
        Object again =
                browser.executeAsyncScript(
                        "const done = arguments[arguments.length - 1];"
                                + "const sound = {channels: [[0, .5, -.25], [.125, -1, 0]], rate:"
                                + " 11025};"
                                + "decoded(wave(sound)).then(read => done(read.rate === 11025 &&"
                                + " read.channels.every((values, c) => values.every((value, i) =>"
                                + " Math.abs(value - sound.channels[c][i]) < 1e-4))));");
        assertEquals(true, again);
    }

    /** A part of odd length, which has a byte behind it, before the one that tells the rate. */
    @Test
    void silenceAndOddPartsAndLongLinesAreReadAndDrawn() {
        Object rate =
                run(
                        "const whole = new Uint8Array(wave({channels: [[0, 0]], rate: 11025}));"
                                + "const odd = [105, 110, 102, 111, 3, 0, 0, 0, 1, 2, 3, 0];"
                                + "return waveRate(Uint8Array.of(...whole.slice(0, 12), ...odd,"
                                + " ...whole.slice(12)).buffer)");
        assertEquals(11025L, rate);
        Object ground =
                run(
                        "const context = document.createElement('canvas').getContext('2d');"
                                + "const powers = spectra(new Float32Array(500), 8000, 9);"
                                + "drawSpectrum(context, {x: 0, y: 0, width: 9, height: 9}, powers,"
                                + " loudest(powers));"
                                + "return [...context.getImageData(4, 4, 1, 1).data].slice(0,"
                                + " 3).join() === palette()[0].join()");
        assertEquals(true, ground);
        run(
                "const canvas = document.createElement('canvas');"
                        + "drawLines(canvas, canvas.getContext('2d'), 1,"
                        + " Array.from({length: 200000}, (_, i) => i))");
    }

    @Test
    void theMicrophoneIsOffWhereNothingCanListen() {
        Object off =
                browser.executeAsyncScript(
                        "const done = arguments[arguments.length - 1];const media ="
                            + " navigator.mediaDevices;const given ="
                            + " media.getUserMedia.bind(media);let stream = null;media.getUserMedia"
                            + " = async wanted => stream = await"
                            + " given(wanted);AudioContext.prototype.close = async () =>"
                            + " {};AudioWorklet.prototype.addModule = async () => { throw new"
                            + " Error('none'); };record(() => {}).catch(e => done(e.message + ' ' +"
                            + " stream.getTracks().map(track => track.readyState)));");
        assertEquals("none ended", off);
    }

    /** Of 33 times 128 samples 32 are a part. */
    @Test
    void whatIsNotYetAPartIsNotLost() throws IOException {
        Object sent =
                run(
                        "let Kind = null;const sent = [];"
                                + "const registerProcessor = (name, kind) => { Kind = kind; };"
                                + "class AudioWorkletProcessor { constructor() { this.port ="
                                + " {postMessage: data => sent.push(data)}; } }"
                                + script("recorder.js")
                                + "const one = new Kind(), some = new Float32Array(128);"
                                + "for (let i = 0; i < 33; i++) one.process([[some]]);"
                                + "one.port.onmessage({data: 'end'});"
                                + "return sent.map(({part, ended}) => part.length + ' ' +"
                                + " ended).join() + ' ' + one.process([[some]])");
        assertEquals("4096 false,128 true false", sent);
    }

    private static String script(String name) throws IOException {
        try (InputStream in = PageTest.class.getResourceAsStream("web/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everythingIsReachedByTheKeyboard() {
        List<?> missing =
                (List<?>)
                        run(
                                "return [...document.querySelectorAll('button, input, select,"
                                        + " #plane')].filter(e => e.tabIndex < 0).map(e => e.id)");
        assertEquals(List.of(), missing);
        List<?> nameless =
                (List<?>)
                        run(
                                "return [...document.querySelectorAll('input, select')].filter(e =>"
                                        + " !e.labels.length && !e.ariaLabel).map(e => e.id)");
        assertEquals(List.of(), nameless);
    }

    @Test
    void whatWasWrongIsNotSaidForEver() {
        run("window.real = fetch; window.fetch = () => Promise.reject(new Error('no way'))");
        at("plane").sendKeys(Keys.ARROW_RIGHT);
        await("document.querySelector('#map-section .message.bad')?.textContent === 'no way'");
        run("window.fetch = window.real");
        at("plane").sendKeys(Keys.ARROW_RIGHT);
        await("document.querySelector('#map-section .message').textContent === ''");
        requireNoComplaint();
    }

    /** As on a telephone: nothing is wider than the window, and the plane is where it is seen. */
    @Test
    void aNarrowWindowHoldsThePage() throws Exception {
        try {
            browser.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 340, "height", 900, "deviceScaleFactor", 1, "mobile", false));
            open();
            await("document.querySelectorAll('#sheet canvas').length === 48");
            assertEquals(
                    run("return document.documentElement.clientWidth"),
                    run("return document.documentElement.scrollWidth"));
            at("plane").sendKeys(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
            await("document.getElementById('position').textContent === '0.50, 0.00'");
            // Where the cross is, the pointer gives the same code.
            Object off =
                    run(
                            "const cross ="
                                + " document.getElementById('cross').getBoundingClientRect();const"
                                + " map = document.getElementById('map').getBoundingClientRect();"
                                + " return Math.abs((cross.left + cross.width / 2 - map.left) /"
                                + " map.width - (0.5 / 3 + 1) / 2) < 0.01");
            assertEquals(true, off);
            picture("narrow");
            requireNoComplaint();
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    /** Such as a DJL Serving that lets pages of other servers ask it: its address. */
    @Test
    @EnabledIfSystemProperty(named = "page.other", matches = ".+")
    void anotherServerIsAsked() throws Exception {
        at("connection").findElement(By.tagName("summary")).click();
        at("server").sendKeys(System.getProperty("page.other"), Keys.ENTER);
        await("document.title !== 'tiny' && document.getElementById('map').dataset.drawn > 1");
        at("plane").sendKeys(Keys.ARROW_RIGHT);
        await("document.getElementById('decoded').dataset.code.startsWith('0.1,')");
        picture("other");
        requireNoComplaint();
        run("sessionStorage.clear()");
    }

    @Test
    void whatGoesWrongIsSaid() {
        at("connection").findElement(By.tagName("summary")).click();
        at("server").sendKeys("http://127.0.0.1:1");
        at("server").sendKeys(Keys.ENTER);
        await("document.getElementById('status').classList.contains('bad')");
        assertTrue(at("status").getText().length() > 5);
        at("server").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, Keys.ENTER);
        await("document.getElementById('status').textContent.startsWith('images of 5 x 4')");
        assertEquals(false, run("return document.getElementById('status').matches('.bad')"));
        run("sessionStorage.clear()");
        browser.manage().logs().get(LogType.BROWSER); // says that nobody is there
    }
}
