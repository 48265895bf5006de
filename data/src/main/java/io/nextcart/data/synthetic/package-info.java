/** A synthetic shop: a world of tastes, the log that its visitors leave, and shoppers who go on after the log ends. */
@NullMarked
package io.nextcart.data.synthetic;

import org.jspecify.annotations.NullMarked;
