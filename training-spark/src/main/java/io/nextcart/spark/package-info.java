/** The retrain on Apache Spark: the scripts and stages of the training, tables built by a cluster. */
@NullMarked
package io.nextcart.spark;

import org.jspecify.annotations.NullMarked;
