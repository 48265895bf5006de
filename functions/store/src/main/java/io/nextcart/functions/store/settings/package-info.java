/** Which stores a Lambda uses, as its environment names them. */
@NullMarked
package io.nextcart.functions.store.settings;

import org.jspecify.annotations.NullMarked;
