/** The stages of a training: what each took, in time and memory. */
@NullMarked
package io.nextcart.training.stage;

import org.jspecify.annotations.NullMarked;
