/** What pages of HTML have in common. */
@NullMarked
package io.github.autoencoders.page;

import org.jspecify.annotations.NullMarked;
