/** The models of a store, and rolling back to one of them. */
@NullMarked
package io.nextcart.training.registry;

import org.jspecify.annotations.NullMarked;
