/** A local shop to a file and back. */
@NullMarked
package io.nextcart.local.backup;

import org.jspecify.annotations.NullMarked;
