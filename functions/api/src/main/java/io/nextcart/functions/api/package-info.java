/** API Gateway's proxy requests and responses: reading, routing, fields, problem documents. */
@NullMarked
package io.nextcart.functions.api;

import org.jspecify.annotations.NullMarked;
