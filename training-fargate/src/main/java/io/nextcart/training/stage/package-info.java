/** The stages of a training: what each took. */
@NullMarked
package io.nextcart.training.stage;

import org.jspecify.annotations.NullMarked;
