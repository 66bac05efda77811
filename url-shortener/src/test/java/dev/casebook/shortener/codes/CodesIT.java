package dev.casebook.shortener.codes;

import static dev.casebook.shortener.Api.inParallel;
import static dev.casebook.shortener.Api.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.shortener.store.Store;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class CodesIT {

    private static final String URL = "https://example.com/";

    private static final String KEY = "000102030405060708090a0b0c0d0e0f";
    private static final String OTHER_KEY = "ff0102030405060708090a0b0c0d0e0f";

    @Inject
    CodeRanges ranges;

    @Inject
    Store store;

    @Inject
    ServiceSettings service;

    @Inject
    @VirtualThreads
    ExecutorService threads;

    @ParameterizedTest
    @EnumSource(names = {"RANDOM", "HASH", "TSID"})
    void schemesWithoutIdsNeedNeitherKeyNorLease(CodeSchemes scheme) {
        var codes = codes("", 1008, 10, scheme);

        assertThat(codes.shortage()).isEmpty();
        assertThat(codes.next(URL, 0)).isNotEqualTo(codes.next(URL, 1));
    }

    @Test
    void anotherSchemeNeedsAnotherEpoch() {
        codes(KEY, 1009, 10).next(URL, 0);

        assertThatExceptionOfType(NoCodesException.class)
                .isThrownBy(() -> codes(KEY, 1009, 10, CodeSchemes.COUNTER).next(URL, 0));
        assertThat(codes(KEY, 1010, 10, CodeSchemes.COUNTER).next(URL, 0)).isEqualTo("0000000");
    }

    @Test
    void noTwoProcessesGetOneCode() {
        int epoch = 1001;
        var one = codes(KEY, epoch, 10);
        var other = codes(KEY, epoch, 10);

        var made = Stream.of(one, other)
                .flatMap(codes ->
                        inParallel(20, () -> Stream.generate(() -> codes.next(URL, 0))
                                        .limit(25)
                                        .toList())
                                .stream())
                .flatMap(List::stream)
                .toList();

        assertThat(made).hasSize(1000).doesNotHaveDuplicates();
    }

    @Test
    void restartTakesUpBehindTheLastRange() {
        int epoch = 1002;

        var before = codes(KEY, epoch, 10).next(URL, 0);
        var after = codes(KEY, epoch, 10).next(URL, 0);

        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void changedKeyIsRefused() {
        int epoch = 1003;
        codes(KEY, epoch, 10).next(URL, 0);

        var changed = codes(OTHER_KEY, epoch, 10);

        assertThatExceptionOfType(NoCodesException.class)
                .isThrownBy(() -> changed.next(URL, 0))
                .withMessageContaining("epoch 1003")
                .withMessageNotContaining(OTHER_KEY);
        assertThat(changed.shortage()).hasValueSatisfying(why -> assertThat(why).contains("code-key"));
    }

    @Test
    void newEpochTakesANewKey() {
        codes(KEY, 1004, 10).next(URL, 0);

        assertThat(codes(OTHER_KEY, 1005, 10).next(URL, 0)).hasSize(7);
    }

    @Test
    void missingKeyIsSaid() {
        var codes = codes("", 1006, 10);

        assertThat(codes.shortage()).contains("casebook.shortener.code-key is not set");
        assertThatExceptionOfType(NoCodesException.class).isThrownBy(() -> codes.next(URL, 0));
    }

    @Test
    void preparingLeasesTheFirstRange() {
        var codes = codes(KEY, 1007, 10);
        assertThat(codes.shortage()).contains("no range of ids leased yet");

        codes.prepare();

        soon().until(() -> codes.shortage().isEmpty());
    }

    private Codes codes(String key, int epoch, int range) {
        return codes(key, epoch, range, CodeSchemes.FEISTEL);
    }

    private Codes codes(String key, int epoch, int range, CodeSchemes scheme) {
        var settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(CodeSettings.class)
                .withDefaultValue("casebook.shortener.code-key", key)
                .withDefaultValue(
                        "casebook.shortener.code-scheme", scheme.name().toLowerCase(Locale.ROOT))
                .withDefaultValue("casebook.shortener.code-epoch", Integer.toString(epoch))
                .withDefaultValue("casebook.shortener.code-range", Integer.toString(range))
                .withDefaultValue("casebook.shortener.code-wait", "30s")
                .build()
                .getConfigMapping(CodeSettings.class);
        return new Codes(ranges, store, settings, service, Clock.systemUTC(), threads);
    }
}
