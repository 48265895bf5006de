/** The CDK app: what the shop deploys, in four stacks. */
@NullMarked
package io.nextcart.infra;

import org.jspecify.annotations.NullMarked;
