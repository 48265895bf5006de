/** Monitoring: dashboard, alarms, budget. */
@NullMarked
package io.nextcart.infra.monitoring;

import org.jspecify.annotations.NullMarked;
