package dev.casebook.limiter.current;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.limiter.current.AdministeredRules.Reading;
import dev.casebook.limiter.rules.InvalidRulesException;
import dev.casebook.limiter.rules.Mode;
import dev.casebook.limiter.rules.Rules;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * The rules that hold. A domain that administration has rules for has those and none of a file's; an override holds before either. Both come from
 * memory: whoever decides waits for nobody.
 */
@Singleton
public final class CurrentRules {

    /** Overrides that are over are forgotten after this: longer than clocks differ. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final Mode mode;
    private final Duration lookAgain;
    private final Clock clock;
    private final Optional<FolderRules> folder;
    private final AdministeredRules reader;
    private final KeptRules kept;
    private final LongAdder loaded;
    private final LongAdder notLoaded;
    private Reading reading;
    private volatile List<String> mistakes;
    private volatile Administered administered;
    private volatile Rules rules;

    /** @throws InvalidRulesException better not to start than to limit nothing unnoticed */
    CurrentRules(
            RulesSettings settings, ServiceSettings service, ObjectMapper json, Clock clock, MeterRegistry metrics) {
        this.mode = settings.mode();
        this.lookAgain = settings.lookAgain();
        this.clock = clock;
        this.loaded = total(metrics, "ratelimit_service_config_load_success");
        this.notLoaded = total(metrics, "ratelimit_service_config_load_error");
        this.folder = settings.folder().map(path -> new FolderRules(path, mode));
        this.reader = new AdministeredRules(mode, json);
        this.kept = new KeptRules(service.dataDir(), json);
        hold(settings.administered() ? kept.load() : Administered.NOTHING);
        loaded.increment();
    }

    void onStart(@Observes StartupEvent event, Vertx vertx, @VirtualThreads ExecutorService threads) {
        if (folder.isPresent()) {
            vertx.setPeriodic(lookAgain.toMillis(), _ -> threads.execute(this::lookAgain));
        }
    }

    public Rules get() {
        return rules;
    }

    public Mode mode() {
        return mode;
    }

    /** What administration has, as far as this instance knows. */
    public Administered administered() {
        return administered;
    }

    /** The files whose rules hold where administration has none, by name. */
    public Map<String, String> files() {
        return folder.map(FolderRules::files).orElseGet(Map::of);
    }

    /** The domains that files have rules for. */
    public List<String> domainsOfFiles() {
        return folder.map(FolderRules::rules).map(Rules::domains).stream()
                .flatMap(domains -> domains.stream())
                .toList();
    }

    /** Everything that administration has; ignored when this instance knows something newer. */
    public synchronized void learn(Administered all) {
        if (administered.isFollowedBy(all)) {
            hold(all);
            kept.keep(administered);
            Log.infof("event=rules.administered revision=%d", administered.revision());
        }
    }

    /**
     * One change; ignored when this instance knows it or something newer.
     *
     * @return false when others before it are missing, so that all has to be read
     */
    public synchronized boolean learn(Change change) {
        if (administered.has(change)) {
            return true;
        }
        if (!administered.precedes(change)) {
            return false;
        }
        learn(administered.after(change));
        return true;
    }

    /** What of the files, and of what administration has, does not hold, and why. */
    List<String> mistakes() {
        return Stream.concat(folder.flatMap(FolderRules::mistake).stream(), mistakes.stream())
                .toList();
    }

    synchronized void lookAgain() {
        switch (folder.orElseThrow().lookAgain()) {
            case LOADED -> {
                loaded.increment();
                merge();
            }
            case KEPT -> notLoaded.increment();
            case NOTHING_NEW -> {
                // As nearly always.
            }
        }
    }

    private void hold(Administered next) {
        administered = next.without(clock.instant().minus(FORGOTTEN_AFTER));
        reading = reader.read(administered);
        mistakes = List.copyOf(reading.mistakes());
        merge();
    }

    private void merge() {
        var byPrecedence = Stream.concat(reading.domains().stream(), folder.map(FolderRules::rules).stream())
                .toList();
        rules = Rules.merged(mode, byPrecedence).with(reading.overrides(), clock);
    }

    private static LongAdder total(MeterRegistry metrics, String name) {
        var total = new LongAdder();
        Gauge.builder(name, total, LongAdder::sum).strongReference(true).register(metrics);
        return total;
    }
}
