/** The nightly retrain: schedule, state machine, Fargate task. */
@NullMarked
package io.nextcart.infra.training;

import org.jspecify.annotations.NullMarked;
