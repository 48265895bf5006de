/** The Lambda that copies new events from DynamoDB's stream to the log of record in S3. */
@NullMarked
package io.nextcart.functions.archive;

import org.jspecify.annotations.NullMarked;
