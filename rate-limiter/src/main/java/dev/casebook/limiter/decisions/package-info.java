/** A sample of the decisions, for whoever wants to look at them, without anything personal. */
package dev.casebook.limiter.decisions;
