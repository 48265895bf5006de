/** Which of two models a shopper sees, and what an answer says of it: shared by who answers and who compares. */
@NullMarked
package io.nextcart.functions.api.trial;

import org.jspecify.annotations.NullMarked;
