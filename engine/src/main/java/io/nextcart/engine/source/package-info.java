/** The sources of candidates, each reading tables only. */
@NullMarked
package io.nextcart.engine.source;

import org.jspecify.annotations.NullMarked;
