/** The binary table file: how columns lie in it, how it is written and how it is read in place. */
@NullMarked
package io.nextcart.engine.format;

import org.jspecify.annotations.NullMarked;
