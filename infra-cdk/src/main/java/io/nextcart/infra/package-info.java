/** The CDK app: a shop's deployment, in four stacks. */
@NullMarked
package io.nextcart.infra;

import org.jspecify.annotations.NullMarked;
