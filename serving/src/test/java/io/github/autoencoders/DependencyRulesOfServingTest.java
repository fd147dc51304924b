package io.github.autoencoders;

/** The rules of {@link DependencyRulesTest} for the classes of this module. */
class DependencyRulesOfServingTest extends DependencyRulesTest {}
