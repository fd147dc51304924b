package io.github.autoencoders.network;

import ai.djl.nn.Block;

/**
 * A Block that in each forward pass runs each of its child blocks once, on the shapes that it was
 * initialized with. A summary of a network then shows the children, where of another block it knows
 * but the parameters; a user's own residual block may say so of itself.
 */
public interface Composite extends Block {}
