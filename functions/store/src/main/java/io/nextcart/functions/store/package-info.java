/** The ports to the state of a shop: what a Lambda reads and writes, whatever keeps it. */
@NullMarked
package io.nextcart.functions.store;

import org.jspecify.annotations.NullMarked;
