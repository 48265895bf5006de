/** See the module description in docs/architecture.md. */
@NullMarked
package io.nextcart.training;

import org.jspecify.annotations.NullMarked;
