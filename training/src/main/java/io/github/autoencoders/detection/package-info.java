/** Anomalies among rows: a detector that is fit, calibrated and explained. */
@NullMarked
package io.github.autoencoders.detection;

import org.jspecify.annotations.NullMarked;
