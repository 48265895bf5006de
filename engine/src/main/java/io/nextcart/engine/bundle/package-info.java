/** The artifact that training hands to serving: its format, its store, and how it is opened. */
@NullMarked
package io.nextcart.engine.bundle;

import org.jspecify.annotations.NullMarked;
