/** The settings of a shop. */
@NullMarked
package io.nextcart.infra.settings;

import org.jspecify.annotations.NullMarked;
