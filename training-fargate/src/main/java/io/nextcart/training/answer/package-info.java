/** Answers outside HTTP, as a shopper would get them. */
@NullMarked
package io.nextcart.training.answer;

import org.jspecify.annotations.NullMarked;
