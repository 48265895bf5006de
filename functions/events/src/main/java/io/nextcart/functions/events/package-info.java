/** See the module description in docs/architecture.md. */
@NullMarked
package io.nextcart.functions.events;

import org.jspecify.annotations.NullMarked;
