/** The one JSON dialect of the project: records and sealed interfaces, read strictly. */
@NullMarked
package io.github.autoencoders.config;

import org.jspecify.annotations.NullMarked;
