package dev.casebook.chassis.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Names the field at fault as the client wrote it, not as our methods call it. */
final class Violations {

    private static final Problem INVALID = Problem.of(400, "invalid-request", "The request is not valid");

    private Violations() {}

    static Problem unreadable() {
        return Problem.of(400, "malformed-json", "The body is not well-formed JSON");
    }

    static Problem unconvertible() {
        return INVALID.detail("A parameter has the wrong type or format.");
    }

    static Problem of(JsonMappingException e) {
        var field = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        if (field.isEmpty()) {
            return INVALID.detail("The body has not the expected shape.");
        }
        // Jackson's own message names our classes.
        var message = e instanceof UnrecognizedPropertyException ? "is not known" : "has the wrong type or format";
        return INVALID.error(field.startsWith(".") ? field.substring(1) : field, message);
    }

    static Problem of(ConstraintViolationException e) {
        var problem = INVALID;
        for (var violation : e.getConstraintViolations().stream()
                .sorted(Comparator.comparing(
                        violation -> violation.getPropertyPath().toString()))
                .toList()) {
            problem = problem.error(field(violation), violation.getMessage());
        }
        return problem;
    }

    /** A return value or a bean of our own that breaks its constraints: our mistake, not the client's. */
    static boolean isOurs(ConstraintViolationException e) {
        return e.getConstraintViolations().stream().anyMatch(violation -> StreamSupport.stream(
                        violation.getPropertyPath().spliterator(), false)
                .noneMatch(node -> node.getKind() == ElementKind.PARAMETER));
    }

    /** {@code create.link.url} is {@code url} in the body; {@code list.limit} is the parameter {@code limit}. */
    private static String field(ConstraintViolation<?> violation) {
        var nodes = new ArrayDeque<Path.Node>();
        violation.getPropertyPath().forEach(nodes::add);
        nodes.removeIf(node -> node.getKind() == ElementKind.METHOD);
        if (nodes.size() > 1 && nodes.getFirst().getKind() == ElementKind.PARAMETER) {
            nodes.removeFirst();
        }
        return nodes.stream().map(Path.Node::toString).collect(Collectors.joining("."));
    }
}
