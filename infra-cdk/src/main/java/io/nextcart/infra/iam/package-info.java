/** Policies of roles, and accepted findings of cdk-nag. */
@NullMarked
package io.nextcart.infra.iam;

import org.jspecify.annotations.NullMarked;
