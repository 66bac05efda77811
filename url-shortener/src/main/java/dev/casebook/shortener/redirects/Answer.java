package dev.casebook.shortener.redirects;

/** @param source who knew */
record Answer(Destination destination, Source source) {

    enum Source {
        LOCAL,
        REDIS,
        STORE
    }
}
