package dev.casebook.shortener.visitors;

/** What a User-Agent header says, in families; empty where it says nothing known. */
record Agent(String browser, String system, String device, boolean bot) {}
