/** The JSON documents of a store: one record each, with its reader and its writer. */
@NullMarked
package io.nextcart.store.document;

import org.jspecify.annotations.NullMarked;
