/** Data on items, as flat columns in memory-mapped files. */
@NullMarked
package io.nextcart.engine.table;

import org.jspecify.annotations.NullMarked;
