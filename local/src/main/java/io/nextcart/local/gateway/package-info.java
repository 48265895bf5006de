/** API Gateway on one machine: HTTP in, proxy events to Lambda handlers, HTTP out. */
@NullMarked
package io.nextcart.local.gateway;

import org.jspecify.annotations.NullMarked;
