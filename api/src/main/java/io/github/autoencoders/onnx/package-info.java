/**
 * Graphs as files of ONNX, version 17 of its operators, which many runtimes read: written by
 * themselves, without any library.
 */
@NullMarked
package io.github.autoencoders.onnx;

import org.jspecify.annotations.NullMarked;
