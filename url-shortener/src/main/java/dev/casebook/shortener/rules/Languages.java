package dev.casebook.shortener.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads Accept-Language. What is malformed counts as not said: a redirect is never refused for a bad header. */
final class Languages {

    private Languages() {}

    /** The languages with the greatest weight, in lower case; empty when the header names none, or only {@code *}. */
    static List<String> preferred(String acceptLanguage) {
        var best = new ArrayList<String>();
        double greatest = 0;
        for (var part : acceptLanguage.toLowerCase(Locale.ROOT).split(",")) {
            var fields = part.split(";", -1);
            var language = fields[0].strip();
            double weight = weight(fields);
            if (language.isEmpty() || language.equals("*") || weight <= 0 || weight < greatest) {
                continue;
            }
            if (weight > greatest) {
                best.clear();
                greatest = weight;
            }
            best.add(language);
        }
        return best;
    }

    private static double weight(String[] fields) {
        for (int i = 1; i < fields.length; i++) {
            var parameter = fields[i].strip();
            if (parameter.startsWith("q=")) {
                return number(parameter.substring(2));
            }
        }
        return 1;
    }

    private static double number(String text) {
        return text.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(text) : 0;
    }
}
