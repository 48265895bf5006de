/** Logs trainings to an MLflow server, if there is one. No training depends on it. */
@NullMarked
package io.nextcart.training.tracking;

import org.jspecify.annotations.NullMarked;
