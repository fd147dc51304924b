package io.github.autoencoders.application;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.NIOFSDirectory;

/**
 * Codes by key, and a quick search for the nearest of many: <a
 * href="https://lucene.apache.org">Lucene</a>'s graph of neighbours, <a
 * href="https://arxiv.org/abs/1603.09320">Malkov and Yashunin (2018)</a>. It finds nearly all of
 * the nearest, in a time that grows with the logarithm of how many there are; distances are exact.
 * {@link NearestNeighbours} finds all, and looks at each code.
 *
 * <pre>{@code
 * try (CodeIndex index = CodeIndex.newIndex(16, Metric.EUCLIDEAN, "digits")) {
 *     index.add(names, model.encode(images));
 *     List<CodeIndex.Found> nearest = index.search(model.encode(image), 5);
 *     index.save(Path.of("digits.index"));                  // CodeIndex.open reads it again
 * }
 * }</pre>
 *
 * <p>The index is in memory: about 4 D + 200 bytes for each code of D values. Any number of threads
 * may add and search at once; a search sees what was added before it began.
 */
public final class CodeIndex implements AutoCloseable {

    /** The most values that a code may have. */
    public static final int MOST_VALUES = 1024; // Lucene's

    private static final String KEY = "key";
    private static final String CODE = "code";
    private static final int CANDIDATES = 100; // of a search, from which the nearest are taken
    private static final double MEGABYTES_BEFORE_A_SEGMENT = 64;

    private final int codeSize;
    private final Metric metric;
    private final String about;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;

    private CodeIndex(int codeSize, Metric metric, String about, Directory directory)
            throws IOException {
        this.codeSize = codeSize;
        this.metric = metric;
        this.about = about;
        this.directory = directory;
        writer =
                new IndexWriter(
                        directory,
                        new IndexWriterConfig()
                                .setRAMBufferSizeMB(MEGABYTES_BEFORE_A_SEGMENT)
                                .setMergeScheduler(new SerialMergeScheduler())); // no own threads
        searchers = new SearcherManager(writer, null);
    }

    /**
     * Returns an index without codes.
     *
     * @param codeSize D, from 1 to {@value #MOST_VALUES}
     * @param metric what near means
     * @param about what the codes are of, as one likes to say it; saved with the index
     */
    public static CodeIndex newIndex(int codeSize, Metric metric, String about) {
        Require.within(1, MOST_VALUES, "codeSize", codeSize);
        try {
            return new CodeIndex(codeSize, metric, about, new ByteBuffersDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is none in memory
        }
    }

    /**
     * Reads an index that was saved; the folder is not changed, unless by {@link #save}.
     *
     * @throws IOException if it holds none, or a damaged one
     */
    public static CodeIndex open(Path folder) throws IOException {
        AtomicWrite.recover(folder);
        if (Files.isDirectory(folder)) {
            Seal.require(folder, files(folder));
        }
        requireIndex(folder);
        ByteBuffersDirectory memory = new ByteBuffersDirectory();
        try (Directory files = new NIOFSDirectory(folder)) {
            copy(files, memory);
        }
        Map<String, String> saved = SegmentInfos.readLatestCommit(memory).getUserData();
        return new CodeIndex(
                Integer.parseInt(String.valueOf(saved.get("codeSize"))),
                Metric.valueOf(String.valueOf(saved.get("metric"))),
                String.valueOf(saved.get("about")),
                memory);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(Seal.FILE))
                    .toList();
        }
    }

    private static void requireIndex(Path folder) throws IOException {
        boolean there = Files.isDirectory(folder);
        if (there) {
            try (Directory files = new NIOFSDirectory(folder)) {
                there =
                        DirectoryReader.indexExists(files)
                                && SegmentInfos.readLatestCommit(files)
                                        .getUserData()
                                        .keySet()
                                        .containsAll(List.of("codeSize", "metric"));
            }
        }
        if (!there) {
            throw new IOException(
                    "index must be a folder with an index of codes, but is " + folder);
        }
    }

    private static void copy(Directory from, Directory to) throws IOException {
        for (String file : SegmentInfos.readLatestCommit(from).files(true)) {
            to.copyFrom(from, file, file, IOContext.DEFAULT);
        }
    }

    /** Returns D, how many values a code has. */
    public int codeSize() {
        return codeSize;
    }

    /** Returns what near means. */
    public Metric metric() {
        return metric;
    }

    /** Returns what the codes are of, as whoever made the index said it. */
    public String about() {
        return about;
    }

    /** Returns how many codes there are. */
    public int size() {
        return writer.getDocStats().numDocs;
    }

    /**
     * Adds codes; one whose key is there takes the place of the other.
     *
     * @param keys one for each code
     * @param codes [N][D], all finite
     */
    public void add(List<String> keys, float[][] codes) {
        if (keys.size() != codes.length) {
            throw new IllegalArgumentException(
                    "keys must be as many as the codes, %s, but are %s"
                            .formatted(codes.length, keys.size()));
        }
        Stream.of(codes).forEach(this::requireFits);
        VectorSimilarityFunction similarity =
                metric == Metric.EUCLIDEAN
                        ? VectorSimilarityFunction.EUCLIDEAN
                        : VectorSimilarityFunction.DOT_PRODUCT; // of codes of length 1
        try {
            for (int i = 0; i < codes.length; i++) {
                Document document = new Document();
                document.add(new StringField(KEY, keys.get(i), Field.Store.YES));
                document.add(new KnnFloatVectorField(CODE, stored(codes[i]), similarity));
                writer.updateDocument(new Term(KEY, keys.get(i)), document);
            }
            searchers.maybeRefreshBlocking();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireFits(float[] code) {
        if (code.length != codeSize) {
            throw new IllegalArgumentException(
                    "code must have %s values, as all of the index have, but has %s"
                            .formatted(codeSize, code.length));
        }
        for (float value : code) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("code must be finite, but has " + value);
            }
        }
    }

    // Where directions count, all have the length 1, but for a code of zeros, which has none.
    private float[] stored(float[] code) {
        if (metric == Metric.EUCLIDEAN) {
            return code.clone();
        }
        double squares = 0;
        for (double value : code) {
            squares += value * value;
        }
        float[] direction = new float[code.length];
        for (int d = 0; d < code.length && squares > 0; d++) {
            direction[d] = (float) (code[d] / Math.sqrt(squares));
        }
        return direction;
    }

    /**
     * A code that was found.
     *
     * @param key of the code
     * @param distance from the query
     */
    public record Found(String key, double distance) {}

    /**
     * Returns the nearest codes, nearest first.
     *
     * @param query shape [D]
     * @param count how many, if there are so many
     */
    public List<Found> search(float[] query, int count) {
        Require.atLeast(1, "count", count);
        requireFits(query);
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                return search(searcher, stored(query), count);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Found> search(IndexSearcher searcher, float[] query, int count)
            throws IOException {
        int candidates = Math.max(count, CANDIDATES);
        ScoreDoc[] hits =
                searcher.search(new KnnFloatVectorQuery(CODE, query, candidates), candidates)
                        .scoreDocs;
        Arrays.sort(hits, Comparator.comparingInt(hit -> hit.doc)); // the first of equal ones
        record Candidate(int document, double distance) {}
        List<Candidate> nearest = new ArrayList<>();
        for (ScoreDoc hit : hits) {
            float[] code = code(searcher.getIndexReader(), hit.doc);
            nearest.add(new Candidate(hit.doc, metric.distance(query, code)));
        }
        nearest.sort(Comparator.comparingDouble(Candidate::distance));
        List<Found> found = new ArrayList<>();
        for (Candidate each : nearest.subList(0, Math.min(count, nearest.size()))) {
            String key = searcher.storedFields().document(each.document).get(KEY);
            found.add(new Found(key, each.distance));
        }
        return found;
    }

    private static float[] code(IndexReader reader, int document) throws IOException {
        List<LeafReaderContext> leaves = reader.leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        FloatVectorValues codes = leaf.reader().getFloatVectorValues(CODE);
        codes.advance(document - leaf.docBase);
        return codes.vectorValue();
    }

    /**
     * Writes the index as it is now into a folder, which appears whole or not at all; an index that
     * is there is replaced.
     *
     * @throws IOException if the folder holds other files, or cannot be written
     */
    public synchronized void save(Path folder) throws IOException {
        try {
            AtomicWrite.requireNewOrEmpty(folder);
        } catch (IOException e) {
            requireIndex(folder);
        }
        writer.setLiveCommitData(
                Map.of(
                                "codeSize", String.valueOf(codeSize),
                                "metric", metric.name(),
                                "about", about)
                        .entrySet());
        writer.commit();
        AtomicWrite.replaceFolder(
                folder,
                partial -> {
                    try (Directory files = new NIOFSDirectory(partial)) {
                        copy(directory, files);
                    }
                    Seal.write(partial, files(partial));
                });
    }

    @Override
    public void close() {
        try (directory;
                writer;
                searchers) {
            writer.rollback(); // nothing is to be written any more
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
