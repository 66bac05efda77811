package dev.casebook.shortener.codes;

/** The counter as it is: unique by construction, and whoever has one code can walk through all, and tell how many there are. */
record CounterCodes() implements CodeScheme {

    @Override
    public String code(long id, String url, int attempt) {
        return CodeFormat.write(id);
    }
}
