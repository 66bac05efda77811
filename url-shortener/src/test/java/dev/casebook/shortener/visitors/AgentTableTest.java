package dev.casebook.shortener.visitors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTableTest {

    private static final String KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Chrome           | Windows  | desktop | Mozilla/5.0 (Windows NT 10.0; Win64; x64) %s Chrome/141.0.0.0 Safari/537.36
            Edge             | Windows  | desktop | Mozilla/5.0 (Windows NT 10.0; Win64; x64) %s Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0
            Opera            | Linux    | desktop | Mozilla/5.0 (X11; Linux x86_64) %s Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0
            Chrome           | macOS    | desktop | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) %s Chrome/141.0.0.0 Safari/537.36
            Safari           | macOS    | desktop | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) %s Version/26.0 Safari/605.1.15
            Firefox          | Linux    | desktop | Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0
            Chrome           | ChromeOS | desktop | Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) %s Chrome/141.0.0.0 Safari/537.36
            Internet Explorer| Windows  | desktop | Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko
            Safari           | iOS      | mobile  | Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) %s Version/26.0 Mobile/15E148 Safari/604.1
            Firefox          | iOS      | mobile  | Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) %s FxiOS/144.0 Mobile/15E148 Safari/605.1.15
            Chrome           | iOS      | tablet  | Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) %s CriOS/141.0.0.0 Mobile/15E148 Safari/604.1
            Chrome           | Android  | mobile  | Mozilla/5.0 (Linux; Android 10; K) %s Chrome/141.0.0.0 Mobile Safari/537.36
            Chrome           | Android  | tablet  | Mozilla/5.0 (Linux; Android 10; K) %s Chrome/141.0.0.0 Safari/537.36
            Samsung Internet | Android  | mobile  | Mozilla/5.0 (Linux; Android 10; K) %s SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36
            Android WebView  | Android  | mobile  | Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) %s Version/4.0 Chrome/141.0.0.0 Mobile Safari/537.36
            Chrome           | Android  | mobile  | Mozilla/5.0 (Linux; Android 12; CUBOT P60) %s Chrome/141.0.0.0 Mobile Safari/537.36
            Chrome           | webOS    | tv      | Mozilla/5.0 (Web0S; Linux/SmartTV) %s Chrome/108.0.5359.211 Safari/537.36
            """)
    void browsersAreKnownByTheirMostTellingWord(String browser, String system, String device, String header) {
        assertThat(AgentTable.classify(header.formatted(KHTML))).isEqualTo(new Agent(browser, system, device, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1)",
                "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
                "Twitterbot/1.0",
                "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
                "TelegramBot (like TwitterBot)",
                "WhatsApp/2.24.20.89 A",
                "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
                "curl/8.5.0",
                "python-requests/2.32.3",
                "Go-http-client/2.0",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36",
                "Java-http-client/25",
                "Apache-HttpClient/4.5.13 (Java/25)"
            })
    void programsAreBots(String header) {
        assertThat(AgentTable.classify(header).bot()).isTrue();
    }

    @Test
    void unknownAgentIsNoBotAndHasNoNames() {
        assertThat(AgentTable.classify("Lynx/2.9.2")).isEqualTo(new Agent("", "", "", false));
    }
}
