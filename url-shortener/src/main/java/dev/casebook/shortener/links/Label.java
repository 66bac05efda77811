package dev.casebook.shortener.links;

import dev.casebook.shortener.rules.BrokenRuleException;
import dev.casebook.shortener.rules.Storable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an owner writes on a link to find it again; nobody else sees it.
 *
 * @param title one line
 * @param tags in lower case, without repeats, in the order given
 */
public record Label(Optional<String> title, List<String> tags) {

    public static final Label NONE = new Label(Optional.empty(), List.of());

    public static final int MAX_TITLE = 255;
    public static final int MAX_TAGS = 20;

    /** Letters and digits of any script, and what stands between them in a tag. */
    private static final Pattern TAG =
            Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M} _.:/+#-]{0,48}[\\p{L}\\p{N}\\p{M}+#])?");

    public Label {
        title = title.map(String::strip).filter(text -> !text.isEmpty());
        title.ifPresent(Label::requireTitle);
        tags = tags.stream().map(Label::tag).distinct().toList();
        if (tags.size() > MAX_TAGS) {
            throw new BrokenRuleException("tags-too-many", "tags", "A link has at most " + MAX_TAGS + " tags");
        }
    }

    /** In the form in which tags are kept and compared. */
    static String tag(String text) {
        var tag = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        if (!TAG.matcher(tag).matches()) {
            throw new BrokenRuleException(
                    "tag-malformed",
                    "tags",
                    "A tag is 1 to 50 letters and digits, with spaces or -_.:/+# between them");
        }
        return tag;
    }

    private static void requireTitle(String title) {
        if (title.length() > MAX_TITLE || !Storable.isStorable(title)) {
            throw new BrokenRuleException(
                    "title-malformed", "title", "A title is one line of at most " + MAX_TITLE + " characters");
        }
    }
}
