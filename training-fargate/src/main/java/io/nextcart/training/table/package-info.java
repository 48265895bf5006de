/** From the event log to sessions and to the tables that candidate sources read. */
@NullMarked
package io.nextcart.training.table;

import org.jspecify.annotations.NullMarked;
