/** Hard guarantees: what an answer may never hold. */
@NullMarked
package io.nextcart.engine.filter;

import org.jspecify.annotations.NullMarked;
