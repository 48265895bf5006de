/** What is kept: tables, buckets, and the topic that reports trouble. */
@NullMarked
package io.nextcart.infra.state;

import org.jspecify.annotations.NullMarked;
