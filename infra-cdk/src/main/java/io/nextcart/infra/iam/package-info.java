/** What roles may do, and findings of cdk-nag that are accepted. */
@NullMarked
package io.nextcart.infra.iam;

import org.jspecify.annotations.NullMarked;
