package dev.casebook.shortener.visitors;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads User-Agent headers by the words in them, the most telling first: nearly every browser also names those whom it imitates. A table and no
 * library, because what statistics show are families, and the full rule sets take more memory than the rest of this service.
 */
final class AgentTable {

    /** @param words in lower case; one of them is enough */
    private record Row(String name, String... words) {

        boolean matches(String agent) {
            return Stream.of(words).anyMatch(agent::contains);
        }
    }

    private static final List<Row> BROWSERS = List.of(
            new Row("Edge", "edg/", "edga/", "edgios/", "edge/"),
            new Row("Opera", "opr/", "opera", "opt/", "opios/"),
            new Row("Samsung Internet", "samsungbrowser/"),
            new Row("Vivaldi", "vivaldi/"),
            new Row("Yandex Browser", "yabrowser/"),
            new Row("UC Browser", "ucbrowser/", "ubrowser/"),
            new Row("DuckDuckGo", "duckduckgo/", "ddg/"),
            new Row("Silk", "silk/"),
            new Row("Instagram", "instagram"),
            new Row("Facebook", "fban/", "fbav/"),
            new Row("TikTok", "musical_ly", "bytedancewebview"),
            new Row("WeChat", "micromessenger/"),
            new Row("Firefox", "firefox/", "fxios/", "focus/"),
            new Row("Internet Explorer", "msie ", "trident/"),
            new Row("Android WebView", "; wv)"),
            new Row("Chrome", "chrome/", "crios/", "chromium/"),
            new Row("Safari", "safari/", "applewebkit/"));

    private static final List<Row> SYSTEMS = List.of(
            new Row("Windows Phone", "windows phone"),
            new Row("Windows", "windows nt", "windows 9"),
            new Row("iOS", "iphone", "ipad", "ipod"),
            new Row("tvOS", "apple tv", "appletv"),
            new Row("HarmonyOS", "harmonyos", "openharmony"),
            new Row("Android", "android"),
            new Row("ChromeOS", " cros "),
            new Row("macOS", "macintosh", "mac os x"),
            new Row("Tizen", "tizen"),
            new Row("webOS", "web0s", "webos"),
            new Row("BSD", "freebsd", "openbsd", "netbsd"),
            new Row("Linux", "linux", "x11"));

    private static final List<Row> DEVICES = List.of(
            new Row(
                    "tv",
                    "smart-tv",
                    "smarttv",
                    "apple tv",
                    "appletv",
                    "googletv",
                    "android tv",
                    "bravia",
                    "roku",
                    "crkey"),
            new Row("tv", "aftt", "aftm", "aftb", "hbbtv", "web0s"),
            new Row("tablet", "ipad", "tablet", "kindle", "silk/", "playbook"),
            new Row("mobile", "iphone", "ipod", "mobile", "windows phone"),
            // Android's own rule: a tablet leaves "Mobile" out.
            new Row("tablet", "android"),
            new Row("desktop", "windows nt", "macintosh", " cros ", "linux", "x11"));

    private static final List<Row> BOTS = List.of(
            new Row("crawlers", "bot", "crawl", "spider", "slurp", "archiver", "scan", "feed", "validator"),
            new Row(
                    "previews",
                    "facebookexternalhit",
                    "facebookcatalog",
                    "meta-external",
                    "preview",
                    "embedly",
                    "vkshare"),
            new Row(
                    "messengers",
                    "whatsapp/",
                    "skypeuripreview",
                    "slack-imgproxy",
                    "google-read-aloud",
                    "snapchat-proxy"),
            new Row("monitors", "monitor", "pingdom", "uptime", "statuscake", "lighthouse", "pagespeed", "gtmetrix"),
            new Row("headless", "headless", "phantomjs", "puppeteer", "playwright", "selenium"),
            new Row("programs", "curl/", "wget/", "python", "java/", "java-http", "okhttp", "go-http-client", "libwww"),
            new Row(
                    "libraries",
                    "httpclient",
                    "axios/",
                    "node-fetch",
                    "undici",
                    "guzzle",
                    "php/",
                    "ruby",
                    "perl",
                    "aiohttp"),
            new Row(
                    "tools",
                    "postman",
                    "insomnia",
                    "httpie/",
                    "apachebench",
                    "hyperfoil",
                    "gatling",
                    "google favicon"));

    /** A maker of telephones whose name looks like a bot's. */
    private static final String CUBOT = "cubot";

    private AgentTable() {}

    /** @param header empty when there was none: browsers always send one */
    static Agent classify(String header) {
        var agent = header.toLowerCase(Locale.ROOT);
        return new Agent(
                first(BROWSERS, agent),
                first(SYSTEMS, agent),
                first(DEVICES, agent),
                agent.isBlank() || !first(BOTS, agent.replace(CUBOT, "")).isEmpty());
    }

    private static String first(List<Row> rows, String agent) {
        return rows.stream()
                .filter(row -> row.matches(agent))
                .map(Row::name)
                .findFirst()
                .orElse("");
    }
}
