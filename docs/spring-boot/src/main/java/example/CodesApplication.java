package example;

import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Answers with the codes of images. */
@SpringBootApplication
public class CodesApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(CodesApplication.class, arguments);
    }

    /** Loaded once, used by all threads, closed with the application. */
    @Bean
    TrainedAutoencoder model() throws IOException {
        return TrainedAutoencoder.open("vae-sprites-2");
    }

    @RestController
    record Codes(TrainedAutoencoder model) {

        /** Pixels from 0 to 255, row by row, to codes. */
        @PostMapping("/codes")
        float[][] codes(@RequestBody float[][] images) {
            return model.encode(images);
        }

        @ExceptionHandler
        @ResponseStatus(HttpStatus.BAD_REQUEST)
        String wrong(IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
