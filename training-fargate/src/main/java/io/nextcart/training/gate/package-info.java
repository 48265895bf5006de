/** Whether a model may go into service, and what that rests on. */
@NullMarked
package io.nextcart.training.gate;

import org.jspecify.annotations.NullMarked;
