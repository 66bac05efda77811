package dev.casebook.shortener.clicks;

import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.awaitStart;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.unique;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.contracts.shortener.v1.Click;
import dev.casebook.contracts.shortener.v1.ClickBatch;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a visitor reaches Kafka, and what does not. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class ClickTraitsIT {

    private static final String ADDRESS = "203.0.113.77";
    private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";

    @Inject
    Ledger stored;

    @BeforeEach
    void linksCanBeMade() {
        awaitStart();
    }

    @Test
    void clickCarriesFamiliesAndNeitherAddressNorHeader() throws IOException {
        var code = create(unique("alice"), "https://example.com/");

        visit(code, AGENT);
        stored.awaitTotal(code, 1);

        var click = clicksOf(code).getFirst();
        assertThat(click.getReferrerHost()).isEqualTo("news.example.com");
        assertThat(click.getBrowser()).isEqualTo("Firefox");
        assertThat(click.getOperatingSystem()).isEqualTo("Linux");
        assertThat(click.getDevice()).isEqualTo("desktop");
        assertThat(click.getLanguage()).isEqualTo("de");
        assertThat(click.getBot()).isFalse();
        assertThat(click.getVisitor()).isNotZero();
        assertThat(KafkaProbe.all(KafkaProbe.TOPIC))
                .noneMatch(each -> new String(each.value(), UTF_8).contains(ADDRESS))
                .noneMatch(each -> new String(each.value(), UTF_8).contains("Gecko"))
                .noneMatch(each -> new String(each.value(), UTF_8).contains("secret-path"));
    }

    @Test
    void visitorIsKnownAgainByAddressAndAgent() throws IOException {
        var code = create(unique("alice"), "https://example.com/");

        visit(code, AGENT);
        visit(code, AGENT);
        visit(code, "curl/8.5.0");
        stored.awaitTotal(code, 3);

        var clicks = clicksOf(code);
        assertThat(clicks.get(1).getVisitor()).isEqualTo(clicks.get(0).getVisitor());
        assertThat(clicks.get(2).getVisitor()).isNotEqualTo(clicks.get(0).getVisitor());
        assertThat(clicks).extracting(Click::getBot).containsExactly(false, false, true);
    }

    private static void visit(String code, String agent) {
        anonymous()
                .header("User-Agent", agent)
                .header("Referer", "https://News.example.com/secret-path?q=1")
                .header("Accept-Language", "de-AT,en;q=0.5")
                .header("X-Forwarded-For", ADDRESS)
                .get("/s/" + code)
                .then()
                .statusCode(302);
    }

    private static List<Click> clicksOf(String code) throws IOException {
        var clicks = new ArrayList<Click>();
        for (var record : KafkaProbe.all(KafkaProbe.TOPIC)) {
            if (new String(record.value(), UTF_8).contains(code)) {
                clicks.addAll(ClickBatch.parseFrom(record.value()).getClicksList());
            }
        }
        return clicks.stream().filter(click -> click.getCode().equals(code)).toList();
    }
}
