/** The Lambda behind the calls on events, users and items. */
@NullMarked
package io.nextcart.functions.events;

import org.jspecify.annotations.NullMarked;
