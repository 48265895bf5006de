/** The ports to a shop's state: what a Lambda reads and writes, whatever stores it. */
@NullMarked
package io.nextcart.functions.store;

import org.jspecify.annotations.NullMarked;
