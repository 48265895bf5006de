/** HTTP between the processes of one machine: the server that the gateway, the stores and the runtime API share. */
@NullMarked
package io.nextcart.local.http;

import org.jspecify.annotations.NullMarked;
