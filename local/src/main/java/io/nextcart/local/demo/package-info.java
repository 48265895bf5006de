/** The main job from end to end: data, model, service, and shoppers who show what it is worth. */
@NullMarked
package io.nextcart.local.demo;

import org.jspecify.annotations.NullMarked;
