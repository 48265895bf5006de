/** The log of record: reading it, and keeping it small and free of who was forgotten. */
@NullMarked
package io.nextcart.training.archive;

import org.jspecify.annotations.NullMarked;
