/** The Lambda that copies new events, tombstones and changes of items from the tables' streams to the archive. */
@NullMarked
package io.nextcart.functions.archive;

import org.jspecify.annotations.NullMarked;
