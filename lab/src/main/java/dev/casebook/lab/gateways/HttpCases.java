package dev.casebook.lab.gateways;

import static dev.casebook.lab.gateways.Rulings.atService;
import static dev.casebook.lab.gateways.Rulings.judge;
import static dev.casebook.lab.gateways.Rulings.plainPath;
import static dev.casebook.lab.gateways.Rulings.refused;
import static dev.casebook.lab.gateways.Rulings.refusedOr;
import static dev.casebook.lab.gateways.Rulings.said;
import static dev.casebook.lab.gateways.Rulings.unseen;

import java.util.List;
import java.util.Map;

/**
 * What a gateway can get wrong, with the sentence of the standard that says so. Where the standard leaves a choice each choice counts as right.
 */
final class HttpCases {

    private static final String HOST = "Host: front.test\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final String EMPTY = "0\r\n\r\n";
    private static final int TOO_LARGE_A_HEAD = 32_768;

    private static final String ENCODED_SLASHES = "/open/pub%2f..%2fadmin";
    private static final String HOP_ANSWER = "/open/hop-answer";
    private static final String TWO_LENGTHS = "/open/two-lengths";
    private static final String BOTH_FRAMINGS = "/open/both-framings";

    /** What the service says to a path. */
    static final Map<String, String> ANSWERS = Map.of(
            HOP_ANSWER,
            "HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Hop\r\nX-Hop: secret\r\nKeep-Alive: timeout=7\r\n"
                    + "Content-Length: 2\r\n\r\nok",
            TWO_LENGTHS,
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!",
            BOTH_FRAMINGS,
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n" + EMPTY);

    static final List<HttpCase> ALL = List.of(
            new HttpCase(
                    "header that Connection names",
                    "RFC 9110 §7.6.1",
                    get("/open/a", "Connection: keep-alive, X-Internal\r\nX-Internal: admin\r\n"),
                    unseen("X-Internal")),
            new HttpCase(
                    "Proxy-Connection",
                    "RFC 9112 App. C.2.2",
                    get("/open/a", "Proxy-Connection: keep-alive\r\n"),
                    unseen("Proxy-Connection")),
            new HttpCase(
                    "answer's header that Connection names",
                    "RFC 9110 §7.6.1",
                    get(HOP_ANSWER, ""),
                    (answer, _) -> judge(answer.values("X-Hop").findAny().isEmpty(), "dropped", "passed on")),
            new HttpCase(
                    "answer's Keep-Alive",
                    "RFC 9110 §7.6.1",
                    get(HOP_ANSWER, ""),
                    (answer, _) ->
                            judge(answer.values("Keep-Alive").noneMatch("timeout=7"::equals), "dropped", "passed on")),
            new HttpCase(
                    "Via",
                    "RFC 9110 §7.6.3",
                    get("/open/a", ""),
                    atService(seen -> seen.values("Via").findAny().isPresent(), "added", "not added")),
            new HttpCase(
                    "client's X-Forwarded-For",
                    "RFC 7239 §8.1",
                    get("/open/a", "X-Forwarded-For: 192.0.2.1\r\n"),
                    atService(
                            seen -> seen.values("X-Forwarded-For").noneMatch(value -> value.startsWith("192.0.2.1")),
                            "replaced",
                            "kept")),
            new HttpCase(
                    "X_Auth, which CGI reads as X-Auth",
                    "RFC 3875 §4.1.18",
                    get("/open/a", "X_Auth: admin\r\n"),
                    unseen("X_Auth")),
            new HttpCase("no Host", "RFC 9112 §3.2", "GET /open/a HTTP/1.1\r\n\r\n", refused()),
            new HttpCase("two Hosts", "RFC 9112 §3.2", get("/open/a", "Host: other.test\r\n"), refused()),
            new HttpCase("Host with a space", "RFC 9112 §3.2", "GET /open/a HTTP/1.1\r\nHost: a b\r\n\r\n", refused()),
            new HttpCase(
                    "whole address of another host",
                    "RFC 9112 §3.2.2",
                    "GET http://other.test/open/a HTTP/1.1\r\n" + HOST + "\r\n",
                    (answer, seen) -> answer.isRefused()
                            ? refused(answer)
                            : atService(
                                            it -> it.target().equals("/open/a")
                                                    && it.values("Host")
                                                            .toList()
                                                            .equals(List.of("other.test")),
                                            "its host counts",
                                            "other Host, or passed on whole")
                                    .apply(answer, seen)),
            new HttpCase(
                    "Content-Length and Transfer-Encoding",
                    "RFC 9112 §6.1",
                    post("/open/a", "Content-Length: 3\r\n" + CHUNKED, EMPTY),
                    refusedOr(Rulings::closedAndChunked, "chunks count, closed")),
            new HttpCase(
                    "unknown transfer coding",
                    "RFC 9112 §6.1",
                    post("/open/a", "Transfer-Encoding: xchunked\r\n", EMPTY),
                    refused()),
            new HttpCase(
                    "chunked is not the last coding",
                    "RFC 9112 §6.3",
                    post("/open/a", "Transfer-Encoding: chunked, identity\r\n", EMPTY),
                    refused()),
            new HttpCase("chunked twice", "RFC 9112 §6.1", post("/open/a", CHUNKED + CHUNKED, EMPTY), refused()),
            new HttpCase(
                    "Transfer-Encoding in HTTP/1.0",
                    "RFC 9112 §6.1",
                    "POST /open/a HTTP/1.0\r\n" + HOST + CHUNKED + "\r\n" + EMPTY,
                    refusedOr((answer, _) -> answer.closed(), "taken, closed")),
            new HttpCase(
                    "two lengths that differ",
                    "RFC 9112 §6.3",
                    post("/open/a", "Content-Length: 2\r\nContent-Length: 3\r\n", "abc"),
                    refused()),
            new HttpCase("length +2", "RFC 9112 §6.3", post("/open/a", "Content-Length: +2\r\n", "ab"), refused()),
            new HttpCase(
                    "LF without CR in the head",
                    "RFC 9112 §2.2",
                    get("/open/a", "X-Before: 1\nX-After: 2\r\n"),
                    refusedOr(
                            (_, seen) -> seen.size() == 1
                                    && seen.getFirst().values("X-Before").anyMatch("1"::equals)
                                    && seen.getFirst().values("X-After").anyMatch("2"::equals),
                            "ends the line")),
            new HttpCase("space before the colon", "RFC 9112 §5.1", get("/open/a", "X-Spaced : 1\r\n"), refused()),
            new HttpCase(
                    "folded line",
                    "RFC 9112 §5.2",
                    get("/open/a", "X-Folded: 1\r\n 2\r\n"),
                    refusedOr(
                            (_, seen) -> seen.size() == 1
                                    && seen.getFirst().values("X-Folded").anyMatch(value -> value.matches("1 +2")),
                            "made one line")),
            new HttpCase("NUL in a value", "RFC 9110 §5.5", get("/open/a", "X-Nul: a\0b\r\n"), refused()),
            new HttpCase(
                    "chunk size without CR", "RFC 9112 §7.1", post("/open/a", CHUNKED, "2\nok\r\n" + EMPTY), refused()),
            new HttpCase(
                    "chunk size that is none",
                    "RFC 9112 §7.1",
                    post("/open/a", CHUNKED, "zz\r\nok\r\n" + EMPTY),
                    refused()),
            new HttpCase(
                    "header of 32 KiB",
                    "RFC 6585 §5",
                    get("/open/a", "X-Large: " + "a".repeat(TOO_LARGE_A_HEAD) + "\r\n"),
                    refused()),
            new HttpCase("/open/pub/../admin", "RFC 3986 §5.2.4", get("/open/pub/../admin", ""), plainPath()),
            new HttpCase("/open/pub/%2e%2e/admin", "RFC 3986 §6.2.2", get("/open/pub/%2e%2e/admin", ""), plainPath()),
            new HttpCase(
                    ENCODED_SLASHES,
                    "RFC 3986 §2.2",
                    get(ENCODED_SLASHES, ""),
                    refusedOr(
                            (_, seen) ->
                                    seen.size() == 1 && seen.getFirst().target().equalsIgnoreCase(ENCODED_SLASHES),
                            "kept")),
            new HttpCase(
                    "TRACE that may go no further",
                    "RFC 9110 §7.6.2",
                    "TRACE /open/a HTTP/1.1\r\n" + HOST + "Max-Forwards: 0\r\n\r\n",
                    (answer, seen) -> judge(seen.isEmpty(), "answered " + answer.status(), "passed on")),
            new HttpCase(
                    "Expect: 100-continue",
                    "RFC 9110 §10.1.1",
                    "POST /open/a HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n",
                    "ok",
                    (answer, _) -> judge(
                            answer.statuses().equals(List.of(100, 200)),
                            "100, then 200",
                            answer.statuses().toString())),
            new HttpCase(
                    "answer with two lengths",
                    "RFC 9112 §6.3",
                    get(TWO_LENGTHS, ""),
                    (answer, _) -> judge(answer.status() == 502, "502", said(answer))),
            new HttpCase(
                    "answer with both framings",
                    "RFC 9112 §6.3",
                    get(BOTH_FRAMINGS, ""),
                    (answer, _) -> answer.isRefused()
                            ? refused(answer)
                            : judge(
                                    answer.values("Content-Length").count()
                                                    + answer.values("Transfer-Encoding")
                                                            .count()
                                            < 2,
                                    "one passed on",
                                    "both passed on")));

    private HttpCases() {}

    private static String get(String path, String fields) {
        return "GET " + path + " HTTP/1.1\r\n" + HOST + fields + "\r\n";
    }

    private static String post(String path, String fields, String body) {
        return "POST " + path + " HTTP/1.1\r\n" + HOST + fields + "\r\n" + body;
    }
}
