package id.segel.api.doctor;

import java.util.OptionalInt;
import java.util.function.Supplier;

/** Whether somebody keeps this machine's clock right. */
record ClockCheck(Supplier<OptionalInt> synchronised) implements Check {
    @Override
    public void look(Findings findings) {
        Findings here = findings.in("machine");
        OptionalInt known = synchronised.get();
        if (known.isEmpty()) {
            here.warn(
                    Topic.CLOCK,
                    "The kernel does not tell whether its clock is kept right",
                    "See on the host that NTP keeps the clock; a container may not ask for it.");
        } else if (known.getAsInt() == 0) {
            here.warn(
                    Topic.CLOCK,
                    "The kernel says that nobody keeps its clock right",
                    "Run an NTP client such as chrony; codes, CRLs and OCSP answers live by the clock.");
        } else {
            here.ok(Topic.CLOCK, "The kernel's clock is kept right by NTP");
        }
    }
}
