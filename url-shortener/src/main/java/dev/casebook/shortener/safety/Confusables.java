package dev.casebook.shortener.safety;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Hosts that look like others. The rules are those by which browsers decide whether to show a name in its own letters: a label keeps to one script,
 * or to a mix that is usual (UTS 39, "highly restrictive"), and is not made wholly of letters that look Latin. ICU's full table knows more pairs, and
 * would be the largest library of this service, kept in memory for a check of a few labels.
 */
final class Confusables {

    private static final Set<UnicodeScript> JAPANESE =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);
    private static final Set<UnicodeScript> CHINESE =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO);
    private static final Set<UnicodeScript> KOREAN =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL);

    /** Letters of other scripts that a hurried reader takes for a Latin one. */
    private static final String LIKE_LATIN = "асԁеԍһіјӏорԗԛѕԝхуъьҽпгѵѡ" // Cyrillic
            + "αεικνορτυχωγη" // Greek
            + "աոսօհյցզո" // Armenian
            + "ᴀᴄᴏᴠᴡᴢ"; // small capitals

    private static final String ENCODED = "xn--";
    private static final int FIRST_ENCODED = 0x80;

    private Confusables() {}

    /**
     * @param name in ASCII
     * @throws TargetRefusedException when a label says that it is encoded, and is not, or not as it must be
     */
    static boolean contain(String name) {
        var labels = name.split("\\.");
        boolean latinEnd = scripts(unicode(labels[labels.length - 1])).stream().allMatch(UnicodeScript.LATIN::equals);
        for (var label : labels) {
            if (label.startsWith(ENCODED) && isSuspicious(unicode(label), latinEnd)) {
                return true;
            }
        }
        return false;
    }

    private static String unicode(String label) {
        if (!label.startsWith(ENCODED)) {
            return label;
        }
        return Punycode.decode(label.substring(ENCODED.length()))
                .filter(Confusables::isNormal)
                .orElseThrow(() -> new TargetRefusedException(TargetFault.TARGET_MALFORMED));
    }

    /** Browsers refuse other forms of a letter where they are encoded, and a code of plain letters alone. */
    private static boolean isNormal(String label) {
        return label.codePoints().anyMatch(letter -> letter >= FIRST_ENCODED)
                && Normalizer.normalize(label, Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT)
                        .equals(label);
    }

    private static boolean isSuspicious(String label, boolean latinEnd) {
        var scripts = scripts(label);
        boolean usual = scripts.size() <= 1
                || JAPANESE.containsAll(scripts)
                || CHINESE.containsAll(scripts)
                || KOREAN.containsAll(scripts);
        return !usual || label.codePoints().anyMatch(Confusables::isOdd) || latinEnd && looksLatin(label);
    }

    private static Set<UnicodeScript> scripts(String label) {
        var scripts = EnumSet.noneOf(UnicodeScript.class);
        label.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
        scripts.remove(UnicodeScript.COMMON);
        scripts.remove(UnicodeScript.INHERITED);
        return scripts;
    }

    /** Invisible, a variant for phonetics, or no letter, digit or mark at all, such as a slash of another script. */
    private static boolean isOdd(int character) {
        var block = Character.UnicodeBlock.of(character);
        return block == Character.UnicodeBlock.IPA_EXTENSIONS
                || block == Character.UnicodeBlock.PHONETIC_EXTENSIONS
                || character != '-'
                        && character != 0x30fb
                        && !Character.isLetterOrDigit(character)
                        && Character.getType(character) != Character.NON_SPACING_MARK
                        && Character.getType(character) != Character.COMBINING_SPACING_MARK;
    }

    private static boolean looksLatin(String label) {
        return label.codePoints().filter(Character::isLetter).allMatch(letter -> LIKE_LATIN.indexOf(letter) >= 0);
    }
}
