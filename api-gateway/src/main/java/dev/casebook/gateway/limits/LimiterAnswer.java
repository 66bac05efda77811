package dev.casebook.gateway.limits;

import dev.casebook.contracts.envoy.ratelimit.v3.HeaderValue;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import dev.casebook.gateway.limits.Decision.By;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a limiter answered, which is believed only as far as it makes sense. */
final class LimiterAnswer {

    private static final String RETRY_AFTER = "retry-after";

    /** What a client may be told; a limiter has no say in anything else of an answer. */
    private static final Set<String> HEADERS = Set.of(
            "ratelimit",
            "ratelimit-policy",
            "ratelimit-limit",
            "ratelimit-remaining",
            "ratelimit-reset",
            "x-ratelimit-limit",
            "x-ratelimit-remaining",
            "x-ratelimit-reset");

    private static final Pattern VALUE = Pattern.compile("[ -~]{1,1024}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,8}");

    private LimiterAnswer() {}

    /** @throws IllegalArgumentException when it is none to what was asked */
    static Verdict read(RateLimitResponse response, List<Descriptor> asked) {
        var overall = response.getOverallCode();
        boolean over = overall == Code.OVER_LIMIT;
        if (!over && overall != Code.OK || response.getStatusesCount() != asked.size()) {
            throw new IllegalArgumentException("%s with %d statuses is no answer to %d descriptors"
                    .formatted(overall, response.getStatusesCount(), asked.size()));
        }
        var headers = new HashMap<String, String>();
        response.getResponseHeadersToAddList().forEach(header -> keep(header, headers));
        var told = headers.remove(RETRY_AFTER);
        var decisions = new ArrayList<Decision>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            var status = response.getStatuses(i);
            // Of quotas one may be used up while the request as a whole is not over.
            boolean refused = over && status.getCode() == Code.OVER_LIMIT;
            decisions.add(new Decision(
                    asked.get(i).limit(), !refused, By.LIMITER, refused ? retryAfter(told, status) : Duration.ZERO));
        }
        if (over && decisions.stream().allMatch(Decision::admitted)) {
            throw new IllegalArgumentException("the whole is over its limit, and no part is");
        }
        return new Verdict(Map.copyOf(headers), List.copyOf(decisions));
    }

    private static void keep(HeaderValue header, Map<String, String> headers) {
        var name = header.getKey().toLowerCase(Locale.ROOT);
        var wanted = name.equals(RETRY_AFTER) ? SECONDS : VALUE;
        if ((HEADERS.contains(name) || name.equals(RETRY_AFTER))
                && wanted.matcher(header.getValue()).matches()) {
            headers.merge(name, header.getValue(), "%s, %s"::formatted);
        }
    }

    /** A limiter that sends no header of its own, as Envoy's, says when the limit begins anew. */
    private static Duration retryAfter(String told, DescriptorStatus status) {
        return told == null || !SECONDS.matcher(told).matches()
                ? Duration.ofSeconds(Math.max(1, status.getDurationUntilReset().getSeconds()))
                : Duration.ofSeconds(Long.parseLong(told));
    }
}
