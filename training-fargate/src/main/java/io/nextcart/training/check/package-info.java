/** What is wrong with examples before a model learns from them: leaks, skew between training and serving, drift. */
@NullMarked
package io.nextcart.training.check;

import org.jspecify.annotations.NullMarked;
