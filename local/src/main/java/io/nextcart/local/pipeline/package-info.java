/**
 * The nightly retrain on one machine: runs {@code training-fargate/pipeline.asl.json} with the real training and
 * rollout.
 */
@NullMarked
package io.nextcart.local.pipeline;

import org.jspecify.annotations.NullMarked;
