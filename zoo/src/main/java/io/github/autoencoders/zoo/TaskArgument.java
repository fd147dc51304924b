package io.github.autoencoders.zoo;

import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Task;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The argument {@code task} of a Criteria or of a serving.properties file. */
public final class TaskArgument {

    private TaskArgument() {}

    /**
     * Returns the task that the arguments name, if they name one.
     *
     * @throws IllegalArgumentException if there is no such task
     */
    public static Optional<Task> of(Map<String, ?> arguments) {
        Object given = arguments.get("task");
        if (given == null) {
            return Optional.empty();
        }
        for (Task task : Task.values()) {
            if (task.name().equalsIgnoreCase(given.toString())) {
                return Optional.of(task);
            }
        }
        throw new IllegalArgumentException(
                "task must be one of "
                        + Arrays.toString(Task.values()).toLowerCase(Locale.ROOT)
                        + ", but is \""
                        + given
                        + '"');
    }

    /**
     * Returns the task that the arguments name, or what a part does by itself: a whole model
     * reconstructs.
     *
     * @throws IllegalArgumentException if there is no such task
     */
    public static Task of(Map<String, ?> arguments, Part part) {
        return of(arguments).orElse(own(part));
    }

    static Task own(Part part) {
        return switch (part) {
            case WHOLE, RECONSTRUCTION -> Task.RECONSTRUCT;
            case ENCODER -> Task.ENCODE;
            case DECODER -> Task.DECODE;
        };
    }
}
