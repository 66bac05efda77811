package dev.casebook.shortener.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/** Stores with bounds of their own. */
public final class StoreFixture {

    private StoreFixture() {}

    /** @param settings by their names after {@code casebook.shortener.store.} */
    public static Store store(Map<String, String> settings, MeterRegistry meters, ExecutorService threads) {
        var config = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(StoreSettings.class);
        settings.forEach((name, value) -> config.withDefaultValue("casebook.shortener.store." + name, value));
        var transactions = Arc.container().instance(ReadTransactions.class).get();
        return new Store(config.build().getConfigMapping(StoreSettings.class), transactions, meters, threads);
    }
}
