/** Everything between a shopper's recent events and a ranked list. Pure: no clock, no network, no randomness. */
@NullMarked
package io.nextcart.engine;

import org.jspecify.annotations.NullMarked;
