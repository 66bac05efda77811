package dev.casebook.shortener.redirects;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** How a request goes on after it waited. */
final class Resumption {

    private Resumption() {}

    /** On the event loop of the caller, whichever thread completes the stage. What fails there is answered: the router is not around it any more. */
    static <T> void of(RoutingContext context, CompletionStage<T> stage, BiConsumer<T, Throwable> next) {
        var loop = Vertx.currentContext();
        stage.whenComplete((value, failure) -> loop.runOnContext(_ -> {
            try {
                next.accept(value, failure);
            } catch (RuntimeException e) {
                context.fail(e);
            }
        }));
    }
}
