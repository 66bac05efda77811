/**
 * Programs of their own that call a limiter in their process, and are told by lines on their standard input when and how. The lab imports no service's code but here: {@code bucket4j} is a library, and a
 * library's speed is that of a call in the caller's process, so {@code LimitStore} has to be called so too. That program runs the service as it is deployed, from its own jars, and asks it for what it injects;
 * nothing of the service is opened for it. bucket4j is on the class path of this module alone.
 */
package dev.casebook.lab.limiters.speed.callers;
