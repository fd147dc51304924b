package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.spark.OpenModels.Lease;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long models stay open. */
class OpenModelsTest {

    private static final List<ModelFiles> FILES = new ArrayList<>();

    private static OpenModels<TrainedAutoencoder> models(int idle) {
        return new OpenModels<>(
                idle,
                (folder, place) -> TrainedAutoencoder.of(SavedModel.open(folder), place),
                TrainedAutoencoder::close);
    }

    @BeforeAll
    static void train() throws IOException {
        for (int seed = 0; seed < 3; seed++) {
            try (TrainedAutoencoder model =
                    AutoencoderTrainer.of(Recipes.parse(Rows.RECIPE).withEpochs(1).withSeed(seed))
                            .fit(Rows.all())) {
                FILES.add(ModelFiles.of(model));
            }
        }
    }

    @Test
    void aModelIsOpenedOnceWhileSomebodyUsesIt() throws IOException {
        OpenModels<TrainedAutoencoder> models = models(0);
        Lease<TrainedAutoencoder> first = models.lease(FILES.get(0), "");
        Lease<TrainedAutoencoder> second = models.lease(FILES.get(0), "");
        assertSame(first.model(), second.model());
        first.close();
        first.close();
        second.model().score(Rows.all());
        second.close();
        assertEquals(0, models.size());
        assertThrows(IllegalStateException.class, () -> second.model().score(Rows.all()));
        Lease<TrainedAutoencoder> third = models.lease(FILES.get(0), "");
        assertNotSame(first.model(), third.model());
        third.close();
    }

    @Test
    void ofThoseThatNobodyUsesTheLastUsedStayOpen() throws IOException {
        OpenModels<TrainedAutoencoder> models = models(1);
        Lease<TrainedAutoencoder> used = models.lease(FILES.get(0), "");
        Lease<TrainedAutoencoder> older = models.lease(FILES.get(1), "");
        Lease<TrainedAutoencoder> newer = models.lease(FILES.get(2), "");
        older.close();
        newer.close();
        assertEquals(2, models.size());
        used.model().score(Rows.all());
        newer.model().score(Rows.all());
        assertThrows(IllegalStateException.class, () -> older.model().score(Rows.all()));
        used.close();
    }
}
