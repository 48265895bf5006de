/** The report for people: a log and a model as one self-contained page. */
@NullMarked
package io.nextcart.training.report;

import org.jspecify.annotations.NullMarked;
