/** The stages of a training: the time and memory of each. */
@NullMarked
package io.nextcart.training.stage;

import org.jspecify.annotations.NullMarked;
