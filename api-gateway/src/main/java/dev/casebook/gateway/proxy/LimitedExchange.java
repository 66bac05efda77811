package dev.casebook.gateway.proxy;

import dev.casebook.gateway.identity.Caller;
import dev.casebook.gateway.limits.Limited;
import java.util.Optional;

/** A request, for the limits of its route. */
record LimitedExchange(Exchange exchange, Optional<Caller> caller) implements Limited {

    @Override
    public Optional<String> user() {
        return caller.map(Caller::subject);
    }

    @Override
    public Optional<String> key() {
        return caller.flatMap(Caller::key);
    }

    @Override
    public String address() {
        return ClientAddress.of(exchange);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.request().getHeader(name));
    }

    @Override
    public Optional<String> query(String name) {
        return exchange.target().parameter(name);
    }
}
