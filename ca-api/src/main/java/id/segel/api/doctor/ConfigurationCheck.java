package id.segel.api.doctor;

import id.segel.api.config.ConfigurationFile;
import id.segel.api.config.ServiceConfiguration;
import id.segel.ca.refusal.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The configuration's own faults, each with its place in the file. */
record ConfigurationCheck(Path file, ConfigurationFile.Examined examined) implements Check {
    private static final Pattern LIBRARY = Pattern.compile("/tokens/[a-z]+/module");

    @Override
    public void look(Findings findings) {
        Findings here = findings.in("configuration");
        ServiceConfiguration configuration = examined.configuration();
        // Libraries have a finding of their own, which says more.
        List<Fault> faults = examined.faults().stream()
                .filter(fault -> configuration == null
                        || !LIBRARY.matcher(fault.pointer()).matches())
                .toList();
        if (configuration != null && faults.isEmpty()) {
            here.ok(Topic.CONFIGURATION, file + " fits, roles " + configuration.roles());
        }
        for (Fault fault : faults) {
            here.error(
                    Topic.CONFIGURATION,
                    (fault.pointer().isEmpty() ? "" : fault.pointer() + ": ")
                            + fault.message().english(),
                    "Mend it in " + file + ".");
        }
    }
}
