package dev.casebook.shortener.rpc;

import com.google.protobuf.Timestamp;
import dev.casebook.contracts.shortener.v1.BatchCreateResponse;
import dev.casebook.contracts.shortener.v1.BatchCreateResult;
import dev.casebook.contracts.shortener.v1.CreateRequest;
import dev.casebook.contracts.shortener.v1.CreateResponse;
import dev.casebook.contracts.shortener.v1.ResolveResponse;
import dev.casebook.shortener.links.Link;
import dev.casebook.shortener.links.LinkProblems;
import dev.casebook.shortener.links.Outcome;
import dev.casebook.shortener.links.Refusal;
import dev.casebook.shortener.links.Wish;
import dev.casebook.shortener.redirects.Destination;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Between the contract's messages and ours. */
final class Messages {

    private Messages() {}

    static Wish wish(CreateRequest request) {
        return new Wish(request.getUrl(), Optional.of(request.getAlias()).filter(alias -> !alias.isEmpty()));
    }

    static CreateResponse response(Link link, URI publicUrl) {
        return CreateResponse.newBuilder().setLink(message(link, publicUrl)).build();
    }

    static BatchCreateResponse response(List<Outcome> outcomes, URI publicUrl) {
        var response = BatchCreateResponse.newBuilder();
        outcomes.forEach(outcome -> response.addResults(result(outcome, publicUrl)));
        return response.build();
    }

    static ResolveResponse response(Destination.Live live) {
        return ResolveResponse.newBuilder()
                .setUrl(live.url())
                .setVersion(live.version())
                .build();
    }

    private static BatchCreateResult result(Outcome outcome, URI publicUrl) {
        var result = BatchCreateResult.newBuilder();
        return switch (outcome) {
            case Outcome.Created(var link) ->
                result.setLink(message(link, publicUrl)).build();
            case Outcome.Refused(var refusal) ->
                result.setRefusal(message(refusal)).build();
        };
    }

    private static dev.casebook.contracts.shortener.v1.Refusal message(Refusal refusal) {
        var problem = LinkProblems.problem(refusal);
        return dev.casebook.contracts.shortener.v1.Refusal.newBuilder()
                .setType(problem.type().toString())
                .setDetail(problem.title())
                .build();
    }

    private static dev.casebook.contracts.shortener.v1.Link message(Link link, URI publicUrl) {
        return dev.casebook.contracts.shortener.v1.Link.newBuilder()
                .setCode(link.code())
                .setShortUrl(publicUrl + "/s/" + link.code())
                .setUrl(link.url())
                .setCreatedAt(timestamp(link.createdAt()))
                .setVersion(link.version())
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
