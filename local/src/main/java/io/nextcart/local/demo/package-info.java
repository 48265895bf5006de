/** The demo from end to end: data, model, serving, and simulated shoppers who show what the model is worth. */
@NullMarked
package io.nextcart.local.demo;

import org.jspecify.annotations.NullMarked;
