package dev.casebook.gateway.routes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Finds the route of a request in a tree of path segments, whatever the number of routes. Of the routes that match, the one with the highest
 * priority wins; then the one that names the host most closely; then the most specific path: segment by segment, text before {@code {name}}
 * before {@code /**}; then the one that asks more of headers and query. Two routes that would tie share the requests by weight, or are refused.
 */
public final class RouteTable {

    private static final Comparator<Choice> ORDER = Comparator.<Choice>comparingInt(
                    choice -> choice.match().level())
            .thenComparingInt(choice -> choice.match().conditions().rest())
            .reversed();

    private final List<Route> routes;
    private final Map<String, UpstreamPolicy> policies;
    private final Node root = new Node();
    private final int highest;

    /**
     * @param policies by service, of those that do not have the usual one
     * @throws IllegalArgumentException that names two routes which claim the same requests
     */
    RouteTable(List<Route> routes, Map<String, UpstreamPolicy> policies) {
        this.routes = List.copyOf(routes);
        this.policies = Map.copyOf(policies);
        this.highest =
                routes.stream().mapToInt(route -> route.match().level()).max().orElse(0);
        routes.forEach(this::add);
        check(root);
    }

    private void add(Route route) {
        var node = root;
        for (var segment : route.match().path().segments()) {
            node = segment.equals(PathPattern.ANY)
                    ? node.any()
                    : node.children.computeIfAbsent(segment, s -> new Node());
        }
        var here = route.match().path().open() ? node.below : node.exact;
        for (var method : route.match().methods()) {
            add(route, method, here.computeIfAbsent(method, m -> new ArrayList<>()));
        }
    }

    private static void add(Route route, String method, List<Choice> choices) {
        if (choices.stream().noneMatch(choice -> choice.shares(route))) {
            choices.forEach(choice -> choice.check(route, method));
            choices.add(new Choice(route));
            choices.sort(ORDER);
        }
    }

    private static void check(Node node) {
        node.exact.values().forEach(choices -> choices.forEach(Choice::checkWeights));
        node.below.values().forEach(choices -> choices.forEach(Choice::checkWeights));
        node.children.values().forEach(RouteTable::check);
        if (node.any != null) {
            check(node.any);
        }
    }

    public Optional<Route> find(Asked asked, RandomGenerator random) {
        var finder = new Finder(asked, highest);
        search(root, asked.target().path(), 1, finder);
        return finder.best == null ? Optional.empty() : Optional.of(finder.best.pick(random));
    }

    /** The methods that some route takes for such a request; empty when no route does. */
    public Set<String> methodsFor(Asked asked) {
        var names = new TreeSet<String>();
        search(root, asked.target().path(), 1, methods -> {
            methods.forEach((method, choices) -> {
                if (choices.stream()
                        .anyMatch(choice -> choice.match().conditions().hold(asked))) {
                    names.add(method);
                }
            });
            return false;
        });
        return names;
    }

    public List<Route> routes() {
        return routes;
    }

    public UpstreamPolicy policy(String upstream) {
        return policies.getOrDefault(upstream, UpstreamPolicy.DEFAULT);
    }

    /** Offers the methods of each matching pattern, the most specific path first, until one is taken. */
    private static boolean search(Node node, String path, int from, Predicate<Map<String, List<Choice>>> taker) {
        if (from >= path.length() && (from > path.length() || path.length() == 1)) {
            return Node.offer(node.exact, taker) || Node.offer(node.below, taker);
        }
        int slash = path.indexOf('/', from);
        int end = slash < 0 ? path.length() : slash;
        var child = node.children.isEmpty() ? null : node.children.get(path.substring(from, end));
        if (child != null && search(child, path, end + 1, taker)) {
            return true;
        }
        if (from == 1 && !node.isByTextAlone() && OwnPaths.isReserved(path)) {
            return false;
        }
        return node.any != null && end > from && search(node.any, path, end + 1, taker)
                || Node.offer(node.below, taker);
    }

    private static final class Finder implements Predicate<Map<String, List<Choice>>> {

        private final Asked asked;
        private final int highest;
        private Choice best;

        Finder(Asked asked, int highest) {
            this.asked = asked;
            this.highest = highest;
        }

        @Override
        public boolean test(Map<String, List<Choice>> methods) {
            var choices = methods.get(asked.method());
            if (choices != null) {
                consider(choices);
            }
            return best != null && best.match().level() == highest;
        }

        private void consider(List<Choice> choices) {
            for (var choice : choices) {
                if (best != null && best.match().level() >= choice.match().level()) {
                    return;
                }
                if (choice.match().conditions().hold(asked)) {
                    best = choice;
                    return;
                }
            }
        }
    }

    private static final class Node {

        private final Map<String, Node> children = new HashMap<>();
        private final Map<String, List<Choice>> exact = new LinkedHashMap<>();
        private final Map<String, List<Choice>> below = new LinkedHashMap<>();
        private Node any;

        private Node any() {
            if (any == null) {
                any = new Node();
            }
            return any;
        }

        private boolean isByTextAlone() {
            return any == null && below.isEmpty();
        }

        private static boolean offer(Map<String, List<Choice>> methods, Predicate<Map<String, List<Choice>>> taker) {
            return !methods.isEmpty() && taker.test(methods);
        }
    }
}
