/** The Lambda that forwards messages of the topic to Telegram. */
@NullMarked
package io.nextcart.functions.notify;

import org.jspecify.annotations.NullMarked;
