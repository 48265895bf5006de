/** How good a bundle is on what it has not seen, beside baselines. */
@NullMarked
package io.nextcart.training.evaluate;

import org.jspecify.annotations.NullMarked;
