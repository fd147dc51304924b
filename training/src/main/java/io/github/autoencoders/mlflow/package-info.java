/**
 * Trainings as runs of an MLflow server; needs MLflow's client, {@code org.mlflow:mlflow-client}.
 */
@NullMarked
package io.github.autoencoders.mlflow;

import org.jspecify.annotations.NullMarked;
