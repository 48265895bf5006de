/** How good a bundle is on unseen cases, beside baselines. */
@NullMarked
package io.nextcart.training.evaluate;

import org.jspecify.annotations.NullMarked;
