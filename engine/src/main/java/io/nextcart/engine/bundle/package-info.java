/** The artifact that training hands to serving: fetched from its store, verified, opened. */
@NullMarked
package io.nextcart.engine.bundle;

import org.jspecify.annotations.NullMarked;
