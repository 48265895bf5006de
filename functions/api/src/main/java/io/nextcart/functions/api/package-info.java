/** API Gateway's proxy requests and answers: reading, routing, fields, problem documents. */
@NullMarked
package io.nextcart.functions.api;

import org.jspecify.annotations.NullMarked;
