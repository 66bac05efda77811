package dev.casebook.shortener.codes;

import java.util.random.RandomGenerator;

/** Any code: needs no lease and no key, but each insert must be ready to meet a taken one, more often as the space fills. */
record RandomCodes(RandomGenerator random) implements CodeScheme {

    @Override
    public String code(long id, String url, int attempt) {
        return CodeFormat.write(random.nextLong(CodeFormat.SIZE));
    }
}
