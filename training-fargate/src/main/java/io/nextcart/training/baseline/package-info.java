/** Simpler recommenders, compared on the same cases. */
@NullMarked
package io.nextcart.training.baseline;

import org.jspecify.annotations.NullMarked;
