/** Where a link may lead. Nothing is looked up or fetched: what the text of a URL tells is decided, each refusal by a name of its own. */
package dev.casebook.shortener.safety;
