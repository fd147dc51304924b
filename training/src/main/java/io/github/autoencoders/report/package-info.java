/** A page of HTML that tells of runs: what was trained on what, and what became of it. */
@NullMarked
package io.github.autoencoders.report;

import org.jspecify.annotations.NullMarked;
