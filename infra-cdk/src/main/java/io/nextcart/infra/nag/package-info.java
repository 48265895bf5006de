/** Findings of cdk-nag. */
@NullMarked
package io.nextcart.infra.nag;

import org.jspecify.annotations.NullMarked;
