/** The artifact that training hands to serving: downloaded from its store, verified, opened. */
@NullMarked
package io.nextcart.engine.bundle;

import org.jspecify.annotations.NullMarked;
