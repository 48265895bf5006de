/** How good a ranking was. */
@NullMarked
package io.nextcart.engine.metric;

import org.jspecify.annotations.NullMarked;
