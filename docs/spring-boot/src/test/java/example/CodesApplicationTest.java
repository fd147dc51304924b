package example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.autoencoders.server.AutoencoderServer;
import io.github.autoencoders.server.ServerSettings;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class CodesApplicationTest {

    @Autowired private TestRestTemplate rest;
    @Autowired private TrainedAutoencoder model;

    @Test
    void codesAreThoseOfTheModel() {
        float[][] images = {image(0), image(255)};
        float[][] codes = rest.postForObject("/codes", images, float[][].class);
        assertArrayEquals(model.encode(images), codes);
        assertEquals(2, codes[0].length);
    }

    @Test
    void anImageOfAnotherSizeIsRefusedWithAReason() {
        var answer = rest.postForEntity("/codes", new float[][] {{1, 2}}, String.class);
        assertEquals(400, answer.getStatusCode().value());
        assertEquals("row 0 must hold 1024 values, but holds 2", answer.getBody());
    }

    /** On the Jetty and the Prometheus client that Spring Boot takes. */
    @Test
    void ourServerAnswersTheSame() throws Exception {
        var settings = ServerSettings.LOCAL.withPort(0);
        var tasks = List.of(Task.ENCODE);
        try (var server = AutoencoderServer.start("sprites", model, tasks, settings)) {
            String address = "http://localhost:" + server.port() + "/predictions/sprites-encode";
            float[] code = rest.postForObject(address, image(255), float[].class);
            assertArrayEquals(model.encode(new float[][] {image(255)})[0], code, 1e-6f);
        }
    }

    private float[] image(int brightest) {
        float[] image = new float[(int) model.format().shape().size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = i % 3 == 0 ? brightest : 0;
        }
        return image;
    }
}
