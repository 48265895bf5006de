/** What a shopper did lately, in dense indices. */
@NullMarked
package io.nextcart.engine.session;

import org.jspecify.annotations.NullMarked;
