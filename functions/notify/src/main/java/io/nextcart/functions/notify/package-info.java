/** The Lambda that sends what the topic says on to Telegram. */
@NullMarked
package io.nextcart.functions.notify;

import org.jspecify.annotations.NullMarked;
