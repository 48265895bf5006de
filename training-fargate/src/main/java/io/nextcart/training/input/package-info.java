/** What a log is read from, and reading it: the archive, event logs, item properties and the category tree. */
@NullMarked
package io.nextcart.training.input;

import org.jspecify.annotations.NullMarked;
