/** Recommendations for many shoppers at once, into a Parquet file. */
@NullMarked
package io.nextcart.training.batch;

import org.jspecify.annotations.NullMarked;
