/**
 * Turns a shopper's recent events into a ranked list. Pure: no clock, no network, no randomness. This package holds
 * requests and answers; {@code rank.Recommender} computes the answer.
 */
@NullMarked
package io.nextcart.engine;

import org.jspecify.annotations.NullMarked;
