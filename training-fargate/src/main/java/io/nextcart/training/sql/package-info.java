/** Where SQL runs: scripts in, flat columns out, whichever engine does the work. */
@NullMarked
package io.nextcart.training.sql;

import org.jspecify.annotations.NullMarked;
