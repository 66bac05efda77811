package dev.casebook.testkit.bad.domain;

import com.fasterxml.jackson.databind.JsonNode;

/** The one that may. */
public record OrderRequest(JsonNode content) {}
