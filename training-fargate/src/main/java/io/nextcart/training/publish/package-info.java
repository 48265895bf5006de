/** The last step of a training: stores a bundle and puts it into service, whole or not at all. */
@NullMarked
package io.nextcart.training.publish;

import org.jspecify.annotations.NullMarked;
