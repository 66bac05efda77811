/** Which keys are refused most. */
package dev.casebook.limiter.top;
