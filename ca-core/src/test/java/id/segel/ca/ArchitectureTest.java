package id.segel.ca;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import id.segel.ca.authority.KeyPermit;
import id.segel.hsm.SigningKey;

/** The arrows of the design, and the one way to a key. */
@AnalyzeClasses(packages = "id.segel.ca", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("id.segel.ca.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theAuthorityKnowsNoHttp = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.ws.rs..",
                    "io.dropwizard..",
                    "org.eclipse.jetty..",
                    "id.segel.api..",
                    "id.segel.lock..",
                    "id.segel.local..");

    @ArchTest
    static final ArchRule permitsComeOnlyFromWhoStoredWhatIsSigned = classes()
            .that()
            .areAssignableTo(KeyPermit.class)
            .and()
            .doNotBelongToAnyOf(KeyPermit.class)
            .should()
            .resideInAnyPackage("id.segel.ca.issuance", "id.segel.ca.status", "id.segel.ca.ceremony")
            .andShould()
            .bePackagePrivate();

    /** What a ceremony lets a key sign can be read by nobody as a certificate or a CRL: its transcript and a request. */
    @ArchTest
    static final ArchRule aCeremonySignsTranscriptsAndRequestsAndNothingElseByItself = classes()
            .that()
            .areAssignableTo(KeyPermit.class)
            .and()
            .resideInAPackage("id.segel.ca.ceremony")
            .should()
            .haveSimpleName("TranscriptPermit")
            .orShould()
            .haveSimpleName("RequestPermit");

    @ArchTest
    static final ArchRule keysAreUsedOnlyThroughPermitsAndForEnrolmentFiles = noClasses()
            .that()
            .resideOutsideOfPackages("id.segel.ca.authority")
            .and()
            .haveSimpleNameNotStartingWith("Enrolment")
            .should()
            .callMethod(
                    SigningKey.class,
                    "sign",
                    id.segel.hsm.SignatureScheme.class,
                    byte[].class,
                    id.segel.hsm.SignaturePermit.class);
}
