/** What a shopper did recently, in dense indices. */
@NullMarked
package io.nextcart.engine.session;

import org.jspecify.annotations.NullMarked;
