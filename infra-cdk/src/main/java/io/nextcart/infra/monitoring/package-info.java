/** What is looked at and who is woken: dashboard, alarms, budget. */
@NullMarked
package io.nextcart.infra.monitoring;

import org.jspecify.annotations.NullMarked;
