/**
 * Networks and losses as lists of operations: one description, from which other forms are written.
 *
 * <pre>
 * Block, Loss ── Recording ──&gt; Graph ──┬── Form of ONNX ──&gt; a file
 *  (run once on arrays that            ├── Form of an engine ──&gt; its program
 *   note what is done)                 └── Form of arrays ──&gt; the same numbers
 * </pre>
 *
 * <p>A {@link io.github.autoencoders.graph.Graph} has inputs, parameters, constants, operations and
 * outputs, all named, with shapes in which the size of the batch is open. Its operations are of a
 * closed set of {@linkplain io.github.autoencoders.graph.Operator operators}; a {@linkplain
 * io.github.autoencoders.graph.Form form} says how each is written. {@link
 * io.github.autoencoders.graph.ModelGraphs} has the graphs of an autoencoder, {@link
 * io.github.autoencoders.graph.Recording} that of any other computation with a block.
 */
@NullMarked
package io.github.autoencoders.graph;

import org.jspecify.annotations.NullMarked;
