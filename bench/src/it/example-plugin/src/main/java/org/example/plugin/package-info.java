/** A head, a loss and a solver that convex-heads has not: the reference plugin to imitate. */
package org.example.plugin;
