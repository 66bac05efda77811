package dev.casebook.limiter.store;

import jakarta.inject.Singleton;

/** Further instances of the service, as far as the store knows them: what one remembers the others do not. */
@Singleton
public final class Instances {

    private final LimitScript script;
    private final StoreSettings settings;

    Instances(LimitScript script, StoreSettings settings) {
        this.script = script;
        this.settings = settings;
    }

    public LimitStore another() {
        return new LimitStore(script, new Refusals(settings), settings);
    }
}
