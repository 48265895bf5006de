/** Factors of items by alternating least squares on implicit feedback. */
@NullMarked
package io.nextcart.training.als;

import org.jspecify.annotations.NullMarked;
