/** The recommender: the learned ranker, what feeds it and what comes after it. */
@NullMarked
package io.nextcart.engine.rank;

import org.jspecify.annotations.NullMarked;
