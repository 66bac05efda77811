package dev.casebook.gateway.status;

import dev.casebook.gateway.answers.Answer;
import dev.casebook.gateway.answers.Asked;
import dev.casebook.gateway.answers.OwnEndpoint;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.RouteTable;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Says what is here to whoever opens the address. */
@Singleton
final class Landing implements OwnEndpoint {

    private final Answer answer;

    Landing(RouteTable routes) {
        answer = Answer.text(
                """
                Casebook

                /healthz                      what runs, and whether it is ready
                %s
                """.formatted(routes.routes().stream().map(Landing::line).collect(Collectors.joining("\n"))));
    }

    private static String line(Route route) {
        return "%-29s %s".formatted(route.path().text(), route.upstream());
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public HttpMethod method() {
        return HttpMethod.GET;
    }

    @Override
    public Future<Answer> answer(Asked asked) {
        return Future.succeededFuture(answer);
    }
}
