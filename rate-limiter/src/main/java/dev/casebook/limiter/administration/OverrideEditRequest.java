package dev.casebook.limiter.administration;

import java.time.Instant;
import java.util.Map;

/** What an override is to have from now on; its members mean the same as those of {@link NewOverrideRequest}. */
public record OverrideEditRequest(Map<String, Object> limit, Instant until) {}
