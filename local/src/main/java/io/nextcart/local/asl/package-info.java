/**
 * Plays a state machine in the <a href="https://states-language.net">Amazon States Language</a>. What flows through it is JSON of any
 * shape, as maps, lists, strings, numbers, booleans and null: here, and nowhere else in this module, it has no other type.
 */
@NullMarked
package io.nextcart.local.asl;

import org.jspecify.annotations.NullMarked;
