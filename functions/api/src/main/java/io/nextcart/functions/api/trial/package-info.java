/** Which of two models a shopper sees, and how an answer names it; used by serving and by trials. */
@NullMarked
package io.nextcart.functions.api.trial;

import org.jspecify.annotations.NullMarked;
