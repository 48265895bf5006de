/** Event logs as files: NDJSON and RetailRocket CSV, read row by row, bad rows counted. */
@NullMarked
package io.nextcart.data.log;

import org.jspecify.annotations.NullMarked;
