/** See the module description in docs/architecture.md. */
@NullMarked
package io.nextcart.functions.api;

import org.jspecify.annotations.NullMarked;
