/** What answers over HTTP: the Lambdas, the REST API before them, and how new code comes in. */
@NullMarked
package io.nextcart.infra.api;

import org.jspecify.annotations.NullMarked;
