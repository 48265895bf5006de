/** The log replayed as cases: what a shopper had done, and what came next. */
@NullMarked
package io.nextcart.training.example;

import org.jspecify.annotations.NullMarked;
