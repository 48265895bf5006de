/**
 * The stores of a shop in DynamoDB. {@code docs/data-model.md} explains the tables;
 * {@link io.nextcart.functions.store.dynamo.DynamoTables} defines them.
 */
@NullMarked
package io.nextcart.functions.store.dynamo;

import org.jspecify.annotations.NullMarked;
