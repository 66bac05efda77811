package dev.casebook.shortener.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.protobuf.util.Timestamps;
import dev.casebook.contracts.shortener.v1.Click;
import java.time.Instant;

/**
 * A click as the owner of the link is shown it while it is made. It is kept nowhere as one thing. What is not known is left out.
 *
 * @param referrer host of the page that the visitor came from
 * @param device desktop, mobile, tablet or tv
 * @param language without region
 * @param rule which of the link's rules chose the target, from 1; left out: none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record LiveClick(
        Instant at,
        boolean bot,
        String referrer,
        String browser,
        String os,
        String device,
        String language,
        Integer rule) {

    static LiveClick of(Click click) {
        return new LiveClick(
                Instant.ofEpochMilli(Timestamps.toMillis(click.getAt())),
                click.getBot(),
                click.getReferrerHost(),
                click.getBrowser(),
                click.getOperatingSystem(),
                click.getDevice(),
                click.getLanguage(),
                click.getRule() == 0 ? null : click.getRule());
    }
}
