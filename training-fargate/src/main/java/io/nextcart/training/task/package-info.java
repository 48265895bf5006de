/** One retrain as a task: configured by its environment, it reports by its exit code, its log and the store. */
@NullMarked
package io.nextcart.training.task;

import org.jspecify.annotations.NullMarked;
