package dev.casebook.testkit.bad.domain;

import com.fasterxml.jackson.databind.JsonNode;

/** One that nobody else sees. */
record Inside(JsonNode content) {}
