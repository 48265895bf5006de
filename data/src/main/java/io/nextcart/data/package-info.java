/** The vocabulary of a shop: who did what with which item, and when. */
@NullMarked
package io.nextcart.data;

import org.jspecify.annotations.NullMarked;
