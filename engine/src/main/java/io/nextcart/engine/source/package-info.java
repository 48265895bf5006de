/** The sources of candidates, which read only tables. */
@NullMarked
package io.nextcart.engine.source;

import org.jspecify.annotations.NullMarked;
