package dev.casebook.chassis.jdbc;

import java.util.Collection;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/** Of all the migrations that Quarkus found when the service was built, those in one folder. */
record Folder(String path, ResourceProvider all) implements ResourceProvider {

    @Override
    public LoadableResource getResource(String name) {
        return all.getResource(name);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return all.getResources(prefix, suffixes).stream()
                .filter(resource -> resource.getAbsolutePath().contains(path + "/"))
                .toList();
    }
}
