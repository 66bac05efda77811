package dev.casebook.shortener.codes;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** The schemes that {@code casebook.shortener.code-scheme} chooses from; {@code ./casebook compare codes} measures them side by side. */
enum CodeSchemes {
    FEISTEL(true),
    COUNTER(true),
    RANDOM(false),
    HASH(false),
    TSID(false);

    private final boolean leasesIds;

    CodeSchemes(boolean leasesIds) {
        this.leasesIds = leasesIds;
    }

    /** True when each code needs an id that no other has. */
    boolean leasesIds() {
        return leasesIds;
    }

    /**
     * @param key needed by FEISTEL only
     * @param instance this process, among all that make codes
     * @return empty when the key is missing
     */
    Optional<CodeScheme> with(Optional<CodeKey> key, String instance, Clock clock) {
        return switch (this) {
            case FEISTEL ->
                key.map(each -> new PermutedCodes(new CodePermutation(each, CodeFormat.HALF_BITS, CodeFormat.SIZE)));
            case COUNTER -> Optional.of(new CounterCodes());
            case RANDOM -> Optional.of(new RandomCodes(new SecureRandom()));
            case HASH -> Optional.of(new HashCodes());
            case TSID -> Optional.of(new TsidCodes(clock, instance.hashCode()));
        };
    }

    /** What an epoch's ids belong to: a key, or a scheme without one. Ids of one must not go on as ids of another. */
    String fingerprint(Optional<CodeKey> key) {
        return this == FEISTEL ? key.orElseThrow().fingerprint() : name();
    }
}
