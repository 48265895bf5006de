/** See the module description in docs/architecture.md. */
@NullMarked
package io.nextcart.functions.store;

import org.jspecify.annotations.NullMarked;
