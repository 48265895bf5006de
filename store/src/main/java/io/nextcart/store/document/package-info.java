/** The JSON documents of a store: a record for each, with its reader and writer. */
@NullMarked
package io.nextcart.store.document;

import org.jspecify.annotations.NullMarked;
