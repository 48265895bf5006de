/** Where candidates come from. */
@NullMarked
package io.nextcart.engine.source;

import org.jspecify.annotations.NullMarked;
