/** What a shopper did recently, as dense indices. */
@NullMarked
package io.nextcart.engine.session;

import org.jspecify.annotations.NullMarked;
