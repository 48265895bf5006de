/** Stores inside this process: what DynamoDB is to a deployed shop, one file is here. */
@NullMarked
package io.nextcart.local.store;

import org.jspecify.annotations.NullMarked;
