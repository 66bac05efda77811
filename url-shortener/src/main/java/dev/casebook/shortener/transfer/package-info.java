/** Links in and out by the thousand, as CSV or JSON, a few hundred in memory at a time. What is exported can be imported. */
package dev.casebook.shortener.transfer;
