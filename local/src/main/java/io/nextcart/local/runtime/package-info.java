/**
 * Lambda on one machine: packaged functions in JVMs of their own, behind the HTTP interface of AWS's runtime interface
 * client. docs/decisions/007 explains why.
 */
@NullMarked
package io.nextcart.local.runtime;

import org.jspecify.annotations.NullMarked;
