package dev.casebook.gateway.routes;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds the route of a request in a tree of path segments, whatever the number of routes. The most specific pattern that has the method wins:
 * segment by segment, text before {@code {name}} before {@code /**}. Two routes that would tie are refused.
 */
public final class RouteTable {

    private final List<Route> routes;
    private final Node root = new Node();

    /** @throws IllegalArgumentException that names two routes which claim the same requests */
    public RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        routes.forEach(this::add);
    }

    private void add(Route route) {
        var node = root;
        for (var segment : route.path().segments()) {
            node = segment.equals(PathPattern.ANY)
                    ? node.any()
                    : node.children.computeIfAbsent(segment, s -> new Node());
        }
        var here = route.path().open() ? node.below : node.exact;
        for (var method : route.methods()) {
            var other = here.putIfAbsent(method, route);
            if (other != null) {
                throw new IllegalArgumentException("routes %s and %s both claim %s %s"
                        .formatted(other.id(), route.id(), method, route.path().text()));
            }
        }
    }

    /** @param path in normal form */
    public Optional<Route> find(String method, String path) {
        var found = new Route[1];
        search(root, path, 1, methods -> (found[0] = methods.get(method)) != null);
        return Optional.ofNullable(found[0]);
    }

    /** The methods that some route takes at this path; empty when nothing is there. */
    public Set<String> methodsAt(String path) {
        var names = new TreeSet<String>();
        search(root, path, 1, methods -> {
            names.addAll(methods.keySet());
            return false;
        });
        return names;
    }

    public List<Route> routes() {
        return routes;
    }

    /** Offers the methods of each matching pattern, the most specific first, until one is taken. */
    private static boolean search(Node node, String path, int from, Predicate<Map<String, Route>> taker) {
        if (from >= path.length() && (from > path.length() || path.length() == 1)) {
            return node.offer(node.exact, taker) || node.offer(node.below, taker);
        }
        int slash = path.indexOf('/', from);
        int end = slash < 0 ? path.length() : slash;
        var child = node.children.isEmpty() ? null : node.children.get(path.substring(from, end));
        return child != null && search(child, path, end + 1, taker)
                || node.any != null && end > from && search(node.any, path, end + 1, taker)
                || node.offer(node.below, taker);
    }

    private static final class Node {

        private final Map<String, Node> children = new HashMap<>();
        private final Map<String, Route> exact = new LinkedHashMap<>();
        private final Map<String, Route> below = new LinkedHashMap<>();
        private Node any;

        private Node any() {
            if (any == null) {
                any = new Node();
            }
            return any;
        }

        private boolean offer(Map<String, Route> methods, Predicate<Map<String, Route>> taker) {
            return !methods.isEmpty() && taker.test(methods);
        }
    }
}
