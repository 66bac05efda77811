package dev.casebook.limiter.rls;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is counted. */
@ConfigMapping(prefix = "casebook.limiter.metrics")
interface MetricSettings {

    /** Rules, values of {@code detailed_metric} and {@code value_to_metric}, and limits that requests bring, that have metrics of their own. */
    @WithDefault("1000")
    int maxSeries();
}
