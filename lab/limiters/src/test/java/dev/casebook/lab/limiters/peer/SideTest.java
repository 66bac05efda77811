package dev.casebook.lab.limiters.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import org.junit.jupiter.api.Test;

class SideTest {

    private static final String QUOTA = "descriptors { entries { key: 'quota' } }";
    private static final String LIMIT = "descriptors { entries { key: 'minute' } }";
    private static final String OK = "overall_code: OK statuses { current_limit { requests_per_unit: 4 } code: OK }";
    private static final String OVER =
            "overall_code: OK statuses { current_limit { requests_per_unit: 4 } code: OVER_LIMIT duration_until_reset { seconds: 7 } }";

    private static String text(String request, String response) throws TextFormat.ParseException {
        return Side.text(
                TextFormat.parse(request, RateLimitRequest.class), TextFormat.parse(response, RateLimitResponse.class));
    }

    @Test
    void statusOfAUsedUpQuotaIsNoDifference() throws TextFormat.ParseException {
        assertThat(text(QUOTA, OVER)).isEqualTo(text(QUOTA, OK));
    }

    @Test
    void statusOfAnyOtherLimitIs() throws TextFormat.ParseException {
        assertThat(text(LIMIT, OVER)).isNotEqualTo(text(LIMIT, OK));
    }

    @Test
    void whetherAUsedUpQuotaRefusesIs() throws TextFormat.ParseException {
        assertThat(text(QUOTA, OVER.replace("overall_code: OK", "overall_code: OVER_LIMIT")))
                .isNotEqualTo(text(QUOTA, OK));
    }

    @Test
    void dynamicMetadataIsComparedButForQuotasAndTheSpacesOfGo() throws TextFormat.ParseException {
        var theirs =
                "dynamic_metadata { fields { key: 'quotaModeEnabled' value { bool_value: true } } fields { key: 'limit' value { string_value: 'requests_per_unit:1  unit:DAY' } } }";
        var ours =
                "dynamic_metadata { fields { key: 'limit' value { string_value: 'requests_per_unit:1 unit:DAY' } } }";

        assertThat(text(LIMIT, theirs)).isEqualTo(text(LIMIT, ours));
        assertThat(text(LIMIT, theirs)).isNotEqualTo(text(LIMIT, ours.replace(":1 ", ":2 ")));
    }
}
