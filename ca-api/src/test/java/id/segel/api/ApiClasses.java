package id.segel.api;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The classes of this module, found in its class files so that none is forgotten. */
public final class ApiClasses {
    private ApiClasses() {}

    /** One resource method. */
    public record Endpoint(Class<?> resource, Method method, String httpMethod, String path) {
        @Override
        public String toString() {
            return httpMethod + " " + path;
        }
    }

    /** Every class of the module's own packages. */
    public static List<Class<?>> all() {
        return Imported.CLASSES;
    }

    private static final class Imported {
        static final List<Class<?>> CLASSES = classes();
    }

    private static List<Class<?>> classes() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("id.segel.api").stream()
                        .map(JavaClass::reflect)
                        .sorted(Comparator.comparing(Class::getName))
                        .<Class<?>>map(found -> found)
                        .toList();
    }

    /** Every class with a path. */
    public static List<Class<?>> resources() {
        return all().stream()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .toList();
    }

    /** Every resource method. */
    public static List<Endpoint> endpoints() {
        return resources().stream()
                .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods())
                        .flatMap(method ->
                                httpMethod(method)
                                        .map(name -> new Endpoint(resource, method, name, path(resource, method)))
                                        .stream()))
                .sorted(Comparator.comparing(Endpoint::toString))
                .toList();
    }

    private static Optional<String> httpMethod(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod name = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (name != null) {
                return Optional.of(name.value());
            }
        }
        return Optional.empty();
    }

    private static String path(Class<?> resource, Method method) {
        String root = resource.getAnnotation(Path.class).value();
        Path path = method.getAnnotation(Path.class);
        String rest = path == null ? "" : path.value();
        String whole = root + (rest.isEmpty() || rest.startsWith("/") || root.endsWith("/") ? rest : "/" + rest);
        // Regular expressions of path parameters are for Jersey only.
        return whole.replaceAll("\\{\\s*(\\w+)\\s*:[^{}]*(?:\\{[^{}]*}[^{}]*)*}", "{$1}");
    }
}
