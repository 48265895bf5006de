/** The CDK app: what the shop deploys, in four stacks, and the settings that they take. */
@NullMarked
package io.nextcart.infra;

import org.jspecify.annotations.NullMarked;
