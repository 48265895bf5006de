/** From raw scores to probabilities, and whether those hold. */
@NullMarked
package io.nextcart.training.calibrate;

import org.jspecify.annotations.NullMarked;
