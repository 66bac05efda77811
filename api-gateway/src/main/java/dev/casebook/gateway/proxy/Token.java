package dev.casebook.gateway.proxy;

/** A token of RFC 9110 §5.6.2: what names of methods and headers are made of. */
final class Token {

    private static final boolean[] ALLOWED = new boolean[128];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            ALLOWED[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            ALLOWED[c] = true;
        }
    }

    private Token() {}

    static boolean isPart(byte c) {
        return c >= 0 && ALLOWED[c];
    }

    static boolean isValid(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ALLOWED.length || !ALLOWED[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
