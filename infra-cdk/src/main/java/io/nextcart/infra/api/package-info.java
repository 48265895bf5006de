/** The HTTP side: the Lambdas, the API before them, and the deployment of new code. */
@NullMarked
package io.nextcart.infra.api;

import org.jspecify.annotations.NullMarked;
