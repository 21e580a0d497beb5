package id.segel.api.application;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.http.Reader;
import id.segel.ca.access.Sessions;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** What one can apply for (SOP step 2). */
@Path("/api/v1/products")
@Tag(name = "applications")
@Produces(MediaType.APPLICATION_JSON)
public final class ProductResource {
    private final ProductDao products;
    private final Sessions sessions;

    public ProductResource(ProductDao products, Sessions sessions) {
        this.products = products;
        this.sessions = sessions;
    }

    @GET
    @Permit(Operation.LIST_PRODUCTS)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "The products on offer",
            description = "The first look in a session ends step 1 and begins step 2.")
    public ProductBody.ProductList listProducts(@Context ContainerRequestContext request) {
        Caller.Person person = Caller.person(request);
        if (person.session().productsSeenAt() == null) {
            sessions.markProductsSeen(person.token());
        }
        return new ProductBody.ProductList(products.offered().stream()
                .map(product -> ProductBody.of(product, Reader.language(request)))
                .toList());
    }
}
