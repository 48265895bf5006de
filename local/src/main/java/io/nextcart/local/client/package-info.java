/** The shop's side of the API: what a shop's back end sends and reads over HTTP. */
@NullMarked
package io.nextcart.local.client;

import org.jspecify.annotations.NullMarked;
