/** The Lambda that copies what is new from DynamoDB's streams to the log of record in S3. */
@NullMarked
package io.nextcart.functions.archive;

import org.jspecify.annotations.NullMarked;
