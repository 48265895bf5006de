/**
 * Stores that another process on this machine keeps, reached over loopback HTTP: the calls, and both ends of the wire.
 */
@NullMarked
package io.nextcart.functions.store.http;

import org.jspecify.annotations.NullMarked;
