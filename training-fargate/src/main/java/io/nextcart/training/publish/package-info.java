/** The last step of a training: judging a bundle and putting it into service, whole or not at all. */
@NullMarked
package io.nextcart.training.publish;

import org.jspecify.annotations.NullMarked;
