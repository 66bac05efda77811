package dev.casebook.chassis.web;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestPath;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** What RFC 9110 wants a 405 to say in {@code Allow} and Quarkus REST leaves out: the methods that REST resources have at a path. */
@Singleton
final class AllowedMethods {

    private volatile Map<String, RequestMapper<String>> byMethod;

    /** Those of the resources, with HEAD where GET is, and OPTIONS, which Quarkus answers itself. Sorted. */
    Set<String> at(String path) {
        var methods = new TreeSet<String>();
        methods().forEach((method, paths) -> {
            if (paths.map(path) != null) {
                methods.add(method);
            }
        });
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        methods.add(HttpMethod.OPTIONS);
        return methods;
    }

    /** Made when first asked for, since beans exist before resources are deployed. */
    private Map<String, RequestMapper<String>> methods() {
        if (byMethod == null) {
            byMethod = deployed();
        }
        return byMethod;
    }

    private static Map<String, RequestMapper<String>> deployed() {
        var paths = new HashMap<String, ArrayList<RequestPath<String>>>();
        var collector = new RuntimeResourceVisitor() {
            @Override
            public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                paths.computeIfAbsent(method, each -> new ArrayList<>())
                        .add(new RequestPath<>(false, new URITemplate(path, false), path));
            }
        };
        var classes = ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers();
        RuntimeResourceVisitor.visitRuntimeResources("", classes, collector);
        var mappers = new HashMap<String, RequestMapper<String>>();
        paths.forEach((method, templates) -> mappers.put(method, new RequestMapper<>(templates)));
        return mappers;
    }
}
