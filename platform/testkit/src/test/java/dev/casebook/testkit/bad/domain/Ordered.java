package dev.casebook.testkit.bad.domain;

import com.fasterxml.jackson.databind.JsonNode;

record Ordered(JsonNode content) {}
