/** Named objects in a folder or below an S3 prefix, and how they are written so that nobody sees half of one. */
@NullMarked
package io.nextcart.store;

import org.jspecify.annotations.NullMarked;
