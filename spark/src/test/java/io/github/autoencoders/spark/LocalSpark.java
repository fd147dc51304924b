package io.github.autoencoders.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Sessions of Spark for tests; a process has one at a time. */
final class LocalSpark {

    private static final String EXECUTOR_CLASS_PATH = "spark.executor.extraClassPath";

    private LocalSpark() {}

    /** Returns the session of two threads in this process, begun unless it runs. */
    static SparkSession threads() {
        return session("local[2]", Map.of());
    }

    /**
     * Returns a session whose executors are processes of their own, with one core and one thread of
     * an engine each: Java's compiler and collector of garbage share it.
     *
     * @param executors how many
     */
    static SparkSession cluster(int executors) throws IOException {
        Path home = Path.of(System.getenv("SPARK_HOME"));
        Files.createDirectories(home.resolve("jars")); // empty: all is on the class path here
        return session(
                "local-cluster[%s,1,1024]".formatted(executors),
                Map.of(
                        EXECUTOR_CLASS_PATH,
                        System.getProperty("java.class.path"),
                        "spark.executor.memory",
                        "512m",
                        "spark.locality.wait",
                        "0s",
                        "spark.executor.extraJavaOptions",
                        "-XX:ActiveProcessorCount=1 -XX:TieredStopAtLevel=1"
                                + " -DOPT_OUT_TRACKING=true"
                                + " -Dorg.slf4j.simpleLogger.defaultLogLevel=error"
                                + " -Dai.djl.default_engine="
                                + System.getProperty("ai.djl.default_engine"),
                        "spark.executorEnv.OMP_NUM_THREADS",
                        "1"));
    }

    private static SparkSession session(String master, Map<String, String> settings) {
        SparkSession.getDefaultSession()
                .foreach(
                        session -> {
                            if (!session.sparkContext().master().equals(master)) {
                                session.stop();
                            }
                            return null;
                        });
        SparkSession.Builder builder =
                SparkSession.builder()
                        .master(master)
                        .config("spark.ui.enabled", "false")
                        .config("spark.sql.shuffle.partitions", "2")
                        .config("spark.sql.warehouse.dir", "target/spark-warehouse");
        settings.forEach(builder::config);
        return builder.getOrCreate();
    }
}
