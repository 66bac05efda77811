package dev.casebook.shortener.codes;

/** A way to make codes. */
interface CodeScheme {

    /**
     * @param id leased, so that no two calls have the same; 0 for a scheme that uses none
     * @param url what the code is to stand for
     * @param attempt from 0; more when the codes of earlier attempts were taken
     * @return letters and digits, in an order of its own or in none
     */
    String code(long id, String url, int attempt);
}
