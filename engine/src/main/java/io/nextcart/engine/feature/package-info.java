/** The features of the ranker, computed the same way in serving, training and evaluation. */
@NullMarked
package io.nextcart.engine.feature;

import org.jspecify.annotations.NullMarked;
