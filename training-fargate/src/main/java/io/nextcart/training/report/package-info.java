/** The report for people: what the log shows and what is known of a model, as one page that needs nothing else. */
@NullMarked
package io.nextcart.training.report;

import org.jspecify.annotations.NullMarked;
