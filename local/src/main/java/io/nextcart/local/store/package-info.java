/** Stores inside this process: one file in place of DynamoDB. */
@NullMarked
package io.nextcart.local.store;

import org.jspecify.annotations.NullMarked;
