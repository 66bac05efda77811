/** Faults on purpose: what the gateway is believed to do when a service behind it misbehaves, and whether it does. */
package dev.casebook.lab.drills;
