/**
 * Event logs as files: NDJSON, RetailRocket CSV and exports of other systems, read row by row, with bad rows counted.
 */
@NullMarked
package io.nextcart.data.log;

import org.jspecify.annotations.NullMarked;
