/** The archive: reading it, and keeping it small and free of deleted users. */
@NullMarked
package io.nextcart.training.archive;

import org.jspecify.annotations.NullMarked;
