package id.segel.api.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.SerializationFeature;
import id.segel.api.ApiClasses;
import id.segel.api.access.Permit;
import id.segel.api.bind.BareArray;
import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import id.segel.api.bind.RecordBinder;
import id.segel.api.http.ProblemBody;
import id.segel.ca.person.Role;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.oas.integration.SwaggerConfiguration;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the OpenAPI 3.1 document from resource classes, records and the permission table. */
final class OpenApiDocument {
    private static final Map<String, String> PROBLEMS = Map.ofEntries(
            Map.entry("400", "The request cannot be read."),
            Map.entry("401", "Not signed in."),
            Map.entry("403", "Not permitted for this role or person."),
            Map.entry("404", "Not there, or not yours."),
            Map.entry("406", "No such form of answer."),
            Map.entry("409", "Does not apply in the present state."),
            Map.entry("412", "Changed since it was seen."),
            Map.entry("413", "Too large."),
            Map.entry("415", "This type of content is not taken."),
            Map.entry("422", "Something sent does not fit; every fault is named."),
            Map.entry("428", "If-Match is missing."),
            Map.entry("429", "Too many requests; Retry-After says when."),
            Map.entry("500", "A fault of ours."),
            Map.entry("503", "A part is away or full; Retry-After says when."));

    private OpenApiDocument() {}

    static String text() {
        OpenAPI api = new OpenAPI()
                .openapi("3.1.0")
                .info(new Info()
                        .title("Aplikasi Manajemen Sertifikat (AMS)")
                        .version("1")
                        .description(
                                "Registration, verification and issuance of electronic certificates (SOP 009/BS.009/2017)."
                                        + " Errors are problem+json (RFC 9457) in the language Accept-Language asks for, id or en."
                                        + " Serial numbers are hexadecimal: in paths any case, in JSON lower case."));
        SwaggerConfiguration configuration =
                new SwaggerConfiguration().openAPI(api).openAPI31(true);
        Reader reader = new Reader(configuration);
        Set<Class<?>> resources = new LinkedHashSet<>(ApiClasses.resources());
        OpenAPI document = reader.read(resources);
        addProblem(document);
        secure(document);
        ApiClasses.endpoints().forEach(endpoint -> describe(document, endpoint));
        refine(document);
        sort(document);
        return write(document);
    }

    private static void addProblem(OpenAPI document) {
        Components components = document.getComponents();
        ModelConverters.getInstance(true)
                .readAll(ProblemBody.class)
                .forEach((name, schema) -> components.addSchemas(name, schema));
        new TreeMap<>(PROBLEMS)
                .forEach((status, description) -> components.addResponses(
                        "Problem" + status,
                        new ApiResponse()
                                .description(description)
                                .content(new Content()
                                        .addMediaType(
                                                ProblemBody.MEDIA_TYPE,
                                                new MediaType()
                                                        .schema(new Schema<>()
                                                                .$ref("#/components/schemas/Problem"))))));
    }

    private static void secure(OpenAPI document) {
        document.getComponents()
                .addSecuritySchemes(
                        "session",
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("Token of POST /api/v1/session?bearer=true."))
                .addSecuritySchemes(
                        "cookie",
                        new SecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name("__Host-segel")
                                .description("Cookie of POST /api/v1/session; changes also need X-CSRF-Token and the"
                                        + " service's own Origin. On plain loopback http it has no prefix."))
                .addSecuritySchemes(
                        "lock",
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description(
                                        "LOCK's token: of the enrolment file to send the CSR, of the receipt to read."));
    }

    private static void describe(OpenAPI document, ApiClasses.Endpoint endpoint) {
        PathItem item = document.getPaths().get(endpoint.path());
        if (item == null) {
            // Pages are hidden.
            return;
        }
        Operation operation = Objects.requireNonNull(
                item.readOperationsMap().get(PathItem.HttpMethod.valueOf(endpoint.httpMethod())), endpoint::toString);
        id.segel.api.access.Operation permitted =
                endpoint.method().getAnnotation(Permit.class).value();
        operation.setOperationId(permitted.id());
        List<SecurityRequirement> security = new ArrayList<>();
        if (!permitted.isOpen()) {
            security.add(new SecurityRequirement().addList("session"));
            security.add(new SecurityRequirement().addList("cookie"));
            if (permitted.isForLock()) {
                security.add(new SecurityRequirement().addList("lock"));
            }
            operation.addExtension(
                    "x-roles",
                    permitted.roles().stream().map(Role::name).sorted().toList());
        }
        operation.setSecurity(security);
        problems(operation, permitted, endpoint);
    }

    private static void problems(
            Operation operation, id.segel.api.access.Operation permitted, ApiClasses.Endpoint endpoint) {
        Set<String> told = new LinkedHashSet<>(List.of("400", "406", "500", "503"));
        boolean body = operation.getRequestBody() != null;
        boolean changes = !endpoint.httpMethod().equals("GET");
        if (!permitted.isOpen()) {
            told.addAll(List.of("401", "403"));
        }
        if (endpoint.path().contains("{")) {
            told.add("404");
        }
        if (changes && !endpoint.path().startsWith("/pki")) {
            told.addAll(List.of("409", "422"));
        }
        if (body) {
            told.addAll(List.of("413", "415", "422"));
        }
        if (needsVersion(endpoint)) {
            told.addAll(List.of("412", "428"));
        }
        if (List.of("startSession", "activateAccount", "checkCsr").contains(permitted.id())) {
            told.add("429");
        }
        if (permitted.id().equals("startSession")) {
            told.add("401");
        }
        if (List.of("downloadCertificate", "downloadEnrolment").contains(permitted.id())) {
            told.add("409");
        }
        for (String status : told) {
            operation
                    .getResponses()
                    .addApiResponse(status, new ApiResponse().$ref("#/components/responses/Problem" + status));
        }
        ApiResponse plain = operation.getResponses().remove("default");
        if (plain != null) {
            operation.getResponses().addApiResponse("200", plain.description("What was asked for"));
        }
        Map<String, ApiResponse> sorted = new TreeMap<>(operation.getResponses());
        operation.getResponses().clear();
        sorted.forEach(operation.getResponses()::addApiResponse);
    }

    private static boolean needsVersion(ApiClasses.Endpoint endpoint) {
        return Arrays.stream(endpoint.method().getParameters())
                .map(parameter -> parameter.getAnnotation(io.swagger.v3.oas.annotations.Parameter.class))
                .anyMatch(parameter -> parameter != null && parameter.required());
    }

    /** What records say of themselves: which components must be there, their limits, and that requests are closed. */
    private static void refine(OpenAPI document) {
        Set<Class<?>> requests = ApiClasses.endpoints().stream()
                .flatMap(endpoint -> Arrays.stream(endpoint.method().getParameters()))
                .filter(parameter -> parameter.getAnnotations().length == 0)
                .map(Parameter::getType)
                .filter(Class::isRecord)
                .collect(Collectors.toSet());
        for (Class<?> type : ApiClasses.all()) {
            if (type.isAnnotationPresent(BareArray.class)) {
                document.getComponents().getSchemas().remove(name(type));
            }
            // Only what says so is in the document: a record of another package may have the same simple name.
            boolean published =
                    type.isRecord() && type.isAnnotationPresent(io.swagger.v3.oas.annotations.media.Schema.class);
            Schema<?> schema = published ? document.getComponents().getSchemas().get(name(type)) : null;
            if (schema != null) {
                refine(schema, type);
                if (isRequest(type, requests)) {
                    schema.setAdditionalProperties(false);
                }
            }
        }
    }

    private static boolean isRequest(Class<?> type, Set<Class<?>> requests) {
        return requests.contains(type)
                || (type.getDeclaringClass() != null && requests.contains(type.getDeclaringClass()));
    }

    private static void refine(Schema<?> schema, Class<?> type) {
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean optional = RecordBinder.isOptional(component) || component.isAnnotationPresent(Default.class);
            if (!optional) {
                required.add(component.getName());
            }
            Schema<?> property =
                    Objects.requireNonNull(schema.getProperties().get(component.getName()), component::toString);
            Limit limit = component.getAnnotation(Limit.class);
            if (limit != null) {
                limit(property, limit, component.getType());
            }
        }
        schema.setRequired(required.isEmpty() ? null : required);
    }

    private static void limit(Schema<?> property, Limit limit, Class<?> type) {
        int min = (int) limit.min();
        int max = (int) limit.max();
        if (type == String.class) {
            property.setMinLength(min == 0 ? null : min);
            property.setMaxLength(max);
            property.setPattern(limit.pattern().isEmpty() ? null : limit.pattern());
        } else if (type == List.class) {
            property.setMinItems(min == 0 ? null : min);
            property.setMaxItems(max);
        } else if (type == Map.class) {
            property.setMaxProperties(max);
        } else {
            property.setMinimum(BigDecimal.valueOf(limit.min()));
            property.setMaximum(BigDecimal.valueOf(limit.max()));
        }
    }

    private static String name(Class<?> type) {
        io.swagger.v3.oas.annotations.media.Schema schema =
                type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return schema == null || schema.name().isEmpty() ? type.getSimpleName() : schema.name();
    }

    private static void sort(OpenAPI document) {
        Paths sorted = new Paths();
        new TreeMap<>(document.getPaths()).forEach(sorted::addPathItem);
        document.setPaths(sorted);
        document.getComponents()
                .setSchemas(new TreeMap<>(document.getComponents().getSchemas()));
    }

    private static String write(OpenAPI document) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return Json31.mapper()
                            .copy()
                            .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                            .writer(printer)
                            .writeValueAsString(document)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the document cannot be written", e);
        }
    }
}
