/** How a link redirects: when, with which status, to which of its targets. Pure: no clock, no server, no framework. */
package dev.casebook.shortener.rules;
