/** Gateways side by side: how they take requests that are not as they should be, and what a request costs them. */
package dev.casebook.lab.gateways;
