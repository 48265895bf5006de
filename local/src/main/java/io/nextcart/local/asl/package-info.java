/**
 * Runs state machines in the <a href="https://states-language.net">Amazon States Language</a>. Their data is JSON of
 * any shape, as maps, lists, strings, numbers, booleans and null; nowhere else in this module is JSON untyped.
 */
@NullMarked
package io.nextcart.local.asl;

import org.jspecify.annotations.NullMarked;
