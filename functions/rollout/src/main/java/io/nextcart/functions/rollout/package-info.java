/** The Lambda that puts a new model on trial, compares it with the one in service, and promotes it or rolls it back. */
@NullMarked
package io.nextcart.functions.rollout;

import org.jspecify.annotations.NullMarked;
