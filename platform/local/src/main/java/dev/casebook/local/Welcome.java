package dev.casebook.local;

import java.time.Duration;

/** What {@code up} prints once everything is ready. */
final class Welcome {

    private static final String LINKS = """
              your links        %1$s/links/  (sign in by any name)

            Try, in another terminal:

              # 1. a token for alice, good for an hour; prints nothing
              token=$(curl -s %1$s/auth/token -H 'Content-Type: application/json' -d '{"subject": "alice"}' | sed 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/')

              # 2. a short link; answers 201 and {"code": …, "shortUrl": …, "url": "https://example.com/", …}
              link=$(curl -si %1$s/api/v1/links -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{"url": "https://example.com/"}'); echo "$link"

              # 3. follow it: 302 and Location: https://example.com/; two seconds later its statistics say "total": 1
              code=$(echo "$link" | sed -n 's/.*"code" *: *"\\([^"]*\\)".*/\\1/p'); curl -si %1$s/s/$code; sleep 2; curl -s %1$s/api/v1/links/$code/stats -H "Authorization: Bearer $token"
            """;

    private Welcome() {}

    static String text(Plan plan, Duration took) {
        var text = new StringBuilder("""

                Casebook is ready after %.1f s: %s
                  health            %2$s/healthz
                  what runs         ./casebook status
                  logs              ./casebook logs
                  stop              Ctrl-C, or ./casebook down
                """.formatted(took.toMillis() / 1e3, plan.publicUrl()));
        if (plan.has("url-shortener")) {
            text.append(LINKS.formatted(plan.publicUrl()));
        }
        return text.toString();
    }
}
