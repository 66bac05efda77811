package dev.casebook.shortener.codes;

/** Codes cannot be made, and no retry will help until a person changes the settings. The message names the setting, never the key. */
public class NoCodesException extends RuntimeException {

    NoCodesException(String message) {
        super(message);
    }
}
