/** Hard guarantees: what an answer never contains. */
@NullMarked
package io.nextcart.engine.filter;

import org.jspecify.annotations.NullMarked;
