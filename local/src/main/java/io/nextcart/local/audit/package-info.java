/** Reconciles what a local shop accepted, archived and serves. */
@NullMarked
package io.nextcart.local.audit;

import org.jspecify.annotations.NullMarked;
