/** Costs, computed from list prices. */
@NullMarked
package io.nextcart.infra.cost;

import org.jspecify.annotations.NullMarked;
