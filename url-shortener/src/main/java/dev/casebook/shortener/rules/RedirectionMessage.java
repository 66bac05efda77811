package dev.casebook.shortener.rules;

import com.google.protobuf.Timestamp;
import dev.casebook.contracts.shortener.v1.LinkRedirection;
import dev.casebook.contracts.shortener.v1.RedirectCondition;
import dev.casebook.contracts.shortener.v1.RedirectRule;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A redirection in the form in which it leaves this process: in events, and in Redis. The target travels beside it. */
public final class RedirectionMessage {

    private RedirectionMessage() {}

    public static LinkRedirection of(Redirection redirection) {
        var message = LinkRedirection.newBuilder()
                .setStatus(redirection.status().code())
                .setForwardQuery(redirection.forwardQuery())
                .setMaxVisits(redirection.maxVisits().orElse(0))
                .setMaxAge(redirection.maxAge());
        redirection.window().from().map(RedirectionMessage::timestamp).ifPresent(message::setValidFrom);
        redirection.window().until().map(RedirectionMessage::timestamp).ifPresent(message::setValidUntil);
        redirection.rules().forEach(rule -> message.addRules(message(rule)));
        return message.build();
    }

    /**
     * @param url the target that travelled beside the message
     * @throws BrokenRuleException if the message breaks a rule, so that nobody of ours can have written it
     */
    public static Redirection read(String url, LinkRedirection message) {
        return new Redirection(
                url,
                new Window(
                        message.hasValidFrom() ? Optional.of(instant(message.getValidFrom())) : Optional.empty(),
                        message.hasValidUntil() ? Optional.of(instant(message.getValidUntil())) : Optional.empty()),
                message.getMaxVisits() == 0 ? OptionalLong.empty() : OptionalLong.of(message.getMaxVisits()),
                message.getStatus() == 0 ? RedirectStatus.FOUND : RedirectStatus.of(message.getStatus()),
                message.getForwardQuery(),
                message.getRulesList().stream().map(RedirectionMessage::rule).toList(),
                message.getMaxAge());
    }

    private static RedirectRule message(Rule rule) {
        var message = RedirectRule.newBuilder().setUrl(rule.url());
        rule.conditions().forEach(condition -> message.addConditions(message(condition)));
        return message.build();
    }

    private static RedirectCondition message(Condition condition) {
        var message = RedirectCondition.newBuilder();
        switch (condition) {
            case Condition.OnDevice(var device) -> message.setDevice(device.text());
            case Condition.InLanguage(var range) -> message.setLanguage(range);
            case Condition.WithParameter(var name, var value) -> {
                var parameter = message.getParameterBuilder().setName(name);
                value.ifPresent(parameter::setValue);
            }
            case Condition.After(var instant) -> message.setAfter(timestamp(instant));
            case Condition.Before(var instant) -> message.setBefore(timestamp(instant));
        }
        return message.build();
    }

    private static Rule rule(RedirectRule message) {
        return new Rule(
                message.getConditionsList().stream()
                        .map(RedirectionMessage::condition)
                        .toList(),
                message.getUrl());
    }

    private static Condition condition(RedirectCondition message) {
        return switch (message.getOnCase()) {
            case DEVICE ->
                new Condition.OnDevice(Device.named(message.getDevice()).orElseThrow(RedirectionMessage::foreign));
            case LANGUAGE -> new Condition.InLanguage(message.getLanguage());
            case PARAMETER -> {
                var parameter = message.getParameter();
                yield new Condition.WithParameter(
                        parameter.getName(),
                        parameter.hasValue() ? Optional.of(parameter.getValue()) : Optional.empty());
            }
            case AFTER -> new Condition.After(instant(message.getAfter()));
            case BEFORE -> new Condition.Before(instant(message.getBefore()));
            // A condition of a later version: to take it for true would send people where they do not belong.
            case ON_NOT_SET -> throw foreign();
        };
    }

    private static BrokenRuleException foreign() {
        return new BrokenRuleException("condition-type", "rules", "The condition is not known");
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
