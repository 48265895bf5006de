/** Stores of objects in S3, and the choice between a folder and S3. */
@NullMarked
package io.nextcart.store.s3;

import org.jspecify.annotations.NullMarked;
