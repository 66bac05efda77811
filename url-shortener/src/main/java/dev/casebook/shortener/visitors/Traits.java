package dev.casebook.shortener.visitors;

/**
 * What is kept of a visitor: nothing that points to a person. What was not said or not understood is empty.
 *
 * @param referrer host of the page that led here, in lower case
 * @param browser family without version
 * @param system family of the operating system without version
 * @param device desktop, mobile, tablet or tv
 * @param language the one named first, without region, in lower case
 * @param bot true for a program that follows links by itself
 * @param visitor stands for address and user agent on this day (UTC); 0: not known
 */
public record Traits(
        String referrer, String browser, String system, String device, String language, boolean bot, long visitor) {

    public static final Traits NONE = new Traits("", "", "", "", "", false, 0);
}
