package dev.casebook.shortener.codes;

/** The counter, shuffled by a key: unique by construction, and in an order that tells nothing to those without the key. The default. */
record PermutedCodes(CodePermutation permutation) implements CodeScheme {

    @Override
    public String code(long id, String url, int attempt) {
        return CodeFormat.write(permutation.apply(id));
    }
}
