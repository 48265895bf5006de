/** What a shop may set. */
@NullMarked
package io.nextcart.infra.settings;

import org.jspecify.annotations.NullMarked;
