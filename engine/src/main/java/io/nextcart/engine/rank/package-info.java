/** The recommender: the ranker, its input, and what turns its scores into an answer. */
@NullMarked
package io.nextcart.engine.rank;

import org.jspecify.annotations.NullMarked;
