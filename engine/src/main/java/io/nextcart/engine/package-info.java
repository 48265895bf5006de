/**
 * Everything between a shopper's recent events and a ranked list. Pure: no clock, no network, no randomness. This package
 * holds the words of a request and its answer; {@code rank.Recommender} answers.
 */
@NullMarked
package io.nextcart.engine;

import org.jspecify.annotations.NullMarked;
