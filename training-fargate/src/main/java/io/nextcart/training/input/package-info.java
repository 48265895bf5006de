/** The inputs of a log and their reader: the archive, event logs, item properties and the category tree. */
@NullMarked
package io.nextcart.training.input;

import org.jspecify.annotations.NullMarked;
