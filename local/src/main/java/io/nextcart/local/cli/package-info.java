/** The command line: one small class per command. */
@NullMarked
package io.nextcart.local.cli;

import org.jspecify.annotations.NullMarked;
