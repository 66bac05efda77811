/** The trace of {@code ./casebook compare limiters} on a real Redis: what the six algorithms cost there. */
package dev.casebook.lab.limiters.trace;
