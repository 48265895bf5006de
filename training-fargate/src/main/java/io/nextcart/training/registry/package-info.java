/** What models a store holds, and going back to one of them. */
@NullMarked
package io.nextcart.training.registry;

import org.jspecify.annotations.NullMarked;
