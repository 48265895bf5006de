/** The models of a store, and rolling back to one of them. */
@NullMarked
package io.nextcart.store.registry;

import org.jspecify.annotations.NullMarked;
