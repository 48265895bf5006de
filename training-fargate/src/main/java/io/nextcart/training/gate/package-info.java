/** Whether a model may go into service, and on what grounds. */
@NullMarked
package io.nextcart.training.gate;

import org.jspecify.annotations.NullMarked;
