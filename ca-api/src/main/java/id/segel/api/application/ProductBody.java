package id.segel.api.application;

import id.segel.csr.KeyRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;

/** A product people can apply for. */
@Schema(name = "Product")
public record ProductBody(
        String code,
        int version,
        String name,
        @Schema(description = "INDIVIDUAL: for a person.") String serviceType,

        @Schema(description = "The issuing CA, as in /pki/{ca}.crt.")
        String authority,

        int validityDays,
        Keys keys) {
    /** Which keys it takes. */
    @Schema(name = "ProductKeys")
    public record Keys(boolean rsa, int rsaMinBits, int rsaMaxBits, List<String> curves) {}

    /** The list, wrapped so that it can grow. */
    @Schema(name = "ProductList")
    public record ProductList(List<ProductBody> items) {}

    static ProductBody of(ProductDao.Product product, Locale language) {
        KeyRules rules = product.profile().keyRules();
        return new ProductBody(
                product.code(),
                product.version(),
                product.name().in(language),
                product.serviceType(),
                product.authority(),
                (int) product.profile().validity().toDays(),
                new Keys(
                        rules.rsaAllowed(),
                        rules.rsaMinBits(),
                        rules.rsaMaxBits(),
                        rules.curves().stream().sorted().toList()));
    }
}
