/** Named objects in a folder or below an S3 prefix, written so that nobody sees a partial one. */
@NullMarked
package io.nextcart.store;

import org.jspecify.annotations.NullMarked;
