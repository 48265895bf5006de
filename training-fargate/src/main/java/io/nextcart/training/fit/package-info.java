/** Fitting the ranker: examples in memory, CatBoost in a process of its own, a model file out. */
@NullMarked
package io.nextcart.training.fit;

import org.jspecify.annotations.NullMarked;
