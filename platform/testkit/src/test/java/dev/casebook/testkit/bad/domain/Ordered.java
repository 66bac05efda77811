package dev.casebook.testkit.bad.domain;

import com.fasterxml.jackson.databind.JsonNode;

public record Ordered(JsonNode content) {}
