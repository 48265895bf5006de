/** From raw scores to probabilities, and how well those hold. */
@NullMarked
package io.nextcart.training.calibrate;

import org.jspecify.annotations.NullMarked;
