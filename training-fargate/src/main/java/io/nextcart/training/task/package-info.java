/** One retrain as a task that is told everything by its environment and tells everything by its exit code, its log and the store. */
@NullMarked
package io.nextcart.training.task;

import org.jspecify.annotations.NullMarked;
