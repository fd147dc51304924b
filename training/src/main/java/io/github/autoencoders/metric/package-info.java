/** How close one picture is to another, from plain arrays. Nothing here touches an engine. */
@NullMarked
package io.github.autoencoders.metric;

import org.jspecify.annotations.NullMarked;
