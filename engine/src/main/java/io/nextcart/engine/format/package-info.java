/** The binary table file: its layout, how it is written, and how it is read in place. */
@NullMarked
package io.nextcart.engine.format;

import org.jspecify.annotations.NullMarked;
