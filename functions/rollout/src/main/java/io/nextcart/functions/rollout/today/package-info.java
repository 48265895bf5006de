/** What a shop wants to see first: whether it works, what it brings and what it costs. */
@NullMarked
package io.nextcart.functions.rollout.today;

import org.jspecify.annotations.NullMarked;
