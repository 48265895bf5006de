/** Which stores a Lambda uses, from its environment. */
@NullMarked
package io.nextcart.functions.store.settings;

import org.jspecify.annotations.NullMarked;
