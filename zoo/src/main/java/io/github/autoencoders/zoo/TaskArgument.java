package io.github.autoencoders.zoo;

import io.github.autoencoders.translate.Task;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The argument {@code task} of a Criteria or of a serving.properties file. */
public final class TaskArgument {

    private TaskArgument() {}

    /**
     * Returns the task that the arguments name, or to reconstruct if they name none.
     *
     * @throws IllegalArgumentException if there is no such task
     */
    public static Task of(Map<String, ?> arguments) {
        Object given = arguments.get("task");
        if (given == null) {
            return Task.RECONSTRUCT;
        }
        for (Task task : Task.values()) {
            if (task.name().equalsIgnoreCase(given.toString())) {
                return task;
            }
        }
        throw new IllegalArgumentException(
                "task must be one of "
                        + Arrays.toString(Task.values()).toLowerCase(Locale.ROOT)
                        + ", but is \""
                        + given
                        + '"');
    }
}
