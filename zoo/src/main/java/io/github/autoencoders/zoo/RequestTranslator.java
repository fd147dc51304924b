package io.github.autoencoders.zoo;

import ai.djl.translate.ServingTranslator;

/**
 * What makes requests of a model server into arrays, and arrays into answers. The module
 * autoencoders-serving brings one, which is found by {@link java.util.ServiceLoader}.
 */
public interface RequestTranslator extends ServingTranslator {}
