/** See the module description in docs/architecture.md. */
@NullMarked
package io.nextcart.local;

import org.jspecify.annotations.NullMarked;
