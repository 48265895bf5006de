/** Runs SQL: scripts in, flat columns out, whatever the engine. */
@NullMarked
package io.nextcart.training.sql;

import org.jspecify.annotations.NullMarked;
