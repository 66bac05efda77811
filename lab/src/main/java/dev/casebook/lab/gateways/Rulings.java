package dev.casebook.lab.gateways;

import dev.casebook.lab.gateways.HttpCase.Ruling;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** What the cases are judged by: the client's answer, and what came to the service. */
final class Rulings {

    private Rulings() {}

    static Ruling judge(boolean right, String good, String bad) {
        return new Ruling(right, right ? good : bad);
    }

    static String said(Answer answer) {
        return answer.status() == Answer.NONE ? "no answer" : Integer.toString(answer.status());
    }

    static Ruling refused(Answer answer) {
        return judge(answer.isRefused(), said(answer), said(answer));
    }

    /** By the gateway: the service has not heard of it. */
    static BiFunction<Answer, List<Received>, Ruling> refused() {
        return refusedOr((_, _) -> false, "");
    }

    static BiFunction<Answer, List<Received>, Ruling> refusedOr(
            BiPredicate<Answer, List<Received>> alsoRight, String good) {
        return (answer, seen) -> {
            if (answer.isRefused() && seen.isEmpty()) {
                return new Ruling(true, said(answer));
            }
            return judge(
                    alsoRight.test(answer, seen), good, seen.isEmpty() ? said(answer) : said(answer) + ", passed on");
        };
    }

    static boolean closedAndChunked(Answer answer, List<Received> seen) {
        return answer.closed()
                && seen.stream()
                        .allMatch(it -> it.values("Content-Length").findAny().isEmpty());
    }

    static BiFunction<Answer, List<Received>, Ruling> atService(Predicate<Received> right, String good, String bad) {
        return (answer, seen) ->
                seen.size() == 1 ? judge(right.test(seen.getFirst()), good, bad) : new Ruling(false, said(answer));
    }

    static BiFunction<Answer, List<Received>, Ruling> unseen(String header) {
        return atService(seen -> seen.values(header).findAny().isEmpty(), "dropped", "passed on");
    }

    static BiFunction<Answer, List<Received>, Ruling> plainPath() {
        return refusedOr(
                (_, seen) -> seen.size() == 1 && seen.getFirst().target().equals("/open/admin"), "made /open/admin");
    }
}
