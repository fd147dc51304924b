package io.github.autoencoders.application;

import io.github.autoencoders.dataset.Ratings;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A rating that a user did not give, as a model of ratings expects it.
 *
 * <pre>{@code
 * Ratings ratings = Ratings.of(Path.of("u.data"), model.format().schema()); // of its items
 * List<Recommendation> best = Recommendation.top(model, ratings, 10);
 * }</pre>
 *
 * @param rating in the unit of the given ones, as stars
 */
public record Recommendation(String user, String item, float rating) {

    /**
     * Returns the items that a model expects users to rate highest among those that they did not
     * rate: user after user, the highest first.
     *
     * @param ratings of the items that the model knows
     * @param most of each user at most so many, at least 1
     */
    public static List<Recommendation> top(TrainedAutoencoder model, Ratings ratings, int most) {
        Completion completion = completion(model, ratings);
        return list(ratings, completion, user -> completion.top(user, most));
    }

    /** Returns all ratings that users did not give, in the order of the items. */
    public static List<Recommendation> all(TrainedAutoencoder model, Ratings ratings) {
        Completion completion = completion(model, ratings);
        return list(ratings, completion, completion::missing);
    }

    private static Completion completion(TrainedAutoencoder model, Ratings ratings) {
        Completion.requireFits(model);
        int items = ratings.items().size();
        if (items != model.format().size()) {
            throw new IllegalArgumentException(
                    "%s must hold ratings of %s items as the model was trained with, but holds %s"
                            .formatted(ratings.name(), model.format().size(), items));
        }
        return Completion.of(
                model, Samples.of(ratings.rows().toArray(float[][]::new), model.format()));
    }

    /** Which items of a user are told. */
    private interface Choice {
        List<Integer> of(int user);
    }

    private static List<Recommendation> list(
            Ratings ratings, Completion completion, Choice choice) {
        List<Recommendation> all = new ArrayList<>();
        for (int user = 0; user < ratings.users().size(); user++) {
            for (int item : choice.of(user)) {
                all.add(
                        new Recommendation(
                                ratings.users().get(user),
                                ratings.items().get(item),
                                (float) completion.predicted().value(user, item)));
            }
        }
        return all;
    }
}
