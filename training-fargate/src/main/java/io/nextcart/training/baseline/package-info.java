/** Simpler recommenders, to be asked the same questions. */
@NullMarked
package io.nextcart.training.baseline;

import org.jspecify.annotations.NullMarked;
