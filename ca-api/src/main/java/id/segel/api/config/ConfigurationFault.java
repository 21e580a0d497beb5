package id.segel.api.config;

import id.segel.ca.refusal.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration file cannot be used; the message names every fault and what to do. */
public final class ConfigurationFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigurationFault(Path file, List<Fault> faults) {
        super("The configuration file " + file + " has " + faults.size() + (faults.size() == 1 ? " fault:" : " faults:")
                + faults.stream()
                        .map(fault -> "\n  " + (fault.pointer().isEmpty() ? "(whole file)" : fault.pointer()) + ": "
                                + fault.message().english())
                        .collect(Collectors.joining()));
    }
}
