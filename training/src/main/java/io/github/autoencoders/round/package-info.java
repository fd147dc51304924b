/**
 * Training in rounds of local steps: what a worker is told and gives back, how results are added
 * up, and the outer step. Arithmetic on arrays of Java; no engine is touched.
 */
@NullMarked
package io.github.autoencoders.round;

import org.jspecify.annotations.NullMarked;
