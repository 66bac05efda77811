/** The first half of {@code ./casebook compare limiters}: one trace of arrivals through the six algorithms. Needs nothing but the JDK. */
package dev.casebook.limiter.comparison;
