package dev.casebook.chassis.web;

import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/probe")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ProbeResource {

    public record Item(@NotNull Integer count) {}

    public record Order(@NotBlank String name, List<@Valid Item> items) {}

    @GET
    public List<String> list(@RestQuery @Max(10) int limit) {
        return List.of();
    }

    @POST
    public int create(@Valid @NotNull Order order) {
        return order.name().length();
    }

    @POST
    @Path("/long")
    public int createLong(@Valid @NotNull Order order) {
        return create(order);
    }

    @PUT
    @Path("/items/{id}")
    public int change(@RestPath int id) {
        return id;
    }

    @DELETE
    @Path("/items/{id}")
    public void delete(@RestPath int id) {}

    @GET
    @Path("/broken")
    public String broken() {
        throw new IllegalStateException("the password is swordfish");
    }

    @GET
    @Path("/ill-returned")
    @NotNull
    public String illReturned() {
        return null;
    }

    @GET
    @Path("/gone")
    public String gone() {
        throw new ProblemException(
                Problem.of(410, "item-gone", "The item is gone").detail("It went."));
    }

    @GET
    @Path("/me")
    @Authenticated
    @Produces(MediaType.TEXT_PLAIN)
    public String me(@Context SecurityContext security) {
        return security.getUserPrincipal().getName();
    }

    @GET
    @Path("/admin")
    @RolesAllowed("admin")
    public String admin() {
        return "yes";
    }
}
