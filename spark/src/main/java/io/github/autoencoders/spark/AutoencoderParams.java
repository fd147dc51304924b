package io.github.autoencoders.spark;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * What an estimator and its models have in common: the columns that samples stand in, one of
 * featuresCol, featuresCols and imageCol; the columns that are added; and how is computed.
 *
 * @param <S> the stage itself
 */
public interface AutoencoderParams<S> extends Params {

    /** Returns the Params themselves. */
    CommonParams common();

    /** Returns this stage, after a value was set. */
    S self();

    /** Returns the Param of the column of vectors, or of arrays of floats or doubles. */
    default Param<String> featuresCol() {
        return common().featuresCol();
    }

    /** Returns the Param of the columns of numbers and words. */
    default StringArrayParam featuresCols() {
        return common().featuresCols();
    }

    /** Returns the Param of the column of images. */
    default Param<String> imageCol() {
        return common().imageCol();
    }

    /** Returns the Param of the new column of codes. */
    default Param<String> codeCol() {
        return common().codeCol();
    }

    /** Returns the Param of the new column of reconstructions. */
    default Param<String> reconstructionCol() {
        return common().reconstructionCol();
    }

    /** Returns the Param of the new column of scores. */
    default Param<String> scoreCol() {
        return common().scoreCol();
    }

    /** Returns the Param of the new column of contributions. */
    default Param<String> contributionsCol() {
        return common().contributionsCol();
    }

    /** Returns the Param of the size of a batch. */
    default IntParam batchSize() {
        return common().batchSize();
    }

    /** Returns the Param of the engine. */
    default Param<String> engine() {
        return common().engine();
    }

    /** Reads samples from a column of vectors, or of arrays of floats or doubles. */
    default S setFeaturesCol(String column) {
        return with(featuresCol(), column);
    }

    /** Reads samples from columns of numbers, and of words: strings or booleans. */
    default S setFeaturesCols(String... columns) {
        return with(featuresCols(), columns.clone());
    }

    /** Reads samples from a column of images, as Spark's image source has them. */
    default S setImageCol(String column) {
        return with(imageCol(), column);
    }

    /** Adds a column of codes, vectors of D values; none where the name is empty. */
    default S setCodeCol(String column) {
        return with(codeCol(), column);
    }

    /**
     * Adds a column of reconstructions: vectors where samples are vectors or arrays, a struct of
     * the columns where they are numbers and words, images where they are images.
     */
    default S setReconstructionCol(String column) {
        return with(reconstructionCol(), column);
    }

    /** Adds a column of scores under this name instead of {@code score}; none where it is empty. */
    default S setScoreCol(String column) {
        return with(scoreCol(), column);
    }

    /**
     * Adds a column of what a score is the sum of, vectors; what they are is in the column's
     * metadata, as {@code contributors}.
     */
    default S setContributionsCol(String column) {
        return with(contributionsCol(), column);
    }

    /** Sets how many rows are computed at a time. */
    default S setBatchSize(int size) {
        return with(batchSize(), size);
    }

    /** Computes on an engine, as {@code PyTorch}; empty for the default of each process. */
    default S setEngine(String engine) {
        return with(engine(), engine);
    }

    /** Sets a Param, and returns this stage. */
    private S with(Param<?> param, Object value) {
        set(param.name(), value);
        return self();
    }
}
