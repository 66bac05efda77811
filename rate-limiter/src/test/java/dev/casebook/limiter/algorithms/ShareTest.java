package dev.casebook.limiter.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(Traces.class)
@Domain(DomainContext.Global.class)
class ShareTest {

    @Property
    void togetherTheInstancesHaveNoMoreThanTheLimitOrOneHitEach(
            @ForAll Algorithm<?> algorithm, @ForAll @IntRange(min = 1, max = 40) int instances) {
        var share = Share.of(algorithm, instances);

        assertThat(share).hasSameClassAs(algorithm);
        assertThat(share.capacity() * instances).isLessThanOrEqualTo(Math.max(algorithm.capacity(), instances));
        assertThat(Share.of(algorithm, 1)).isEqualTo(algorithm);
    }
}
