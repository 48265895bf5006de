/** A whole shop's Lambdas, stores and gateway in this process. */
@NullMarked
package io.nextcart.local.serve;

import org.jspecify.annotations.NullMarked;
