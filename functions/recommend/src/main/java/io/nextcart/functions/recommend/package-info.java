/** See the module description in docs/architecture.md. */
@NullMarked
package io.nextcart.functions.recommend;

import org.jspecify.annotations.NullMarked;
