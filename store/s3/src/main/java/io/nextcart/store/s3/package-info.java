/** Stores of objects by name: a folder, or a prefix of an S3 bucket. */
@NullMarked
package io.nextcart.store.s3;

import org.jspecify.annotations.NullMarked;
