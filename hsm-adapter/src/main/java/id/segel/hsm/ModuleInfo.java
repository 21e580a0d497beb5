package id.segel.hsm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a PKCS#11 library says of itself, without logging in.
 *
 * @param module the library
 * @param description its CK_INFO libraryDescription
 * @param manufacturer its CK_INFO manufacturerID
 * @param version library version, such as {@code 2.6}
 * @param cryptokiVersion version of the standard, such as {@code 2.40}
 * @param slots every slot with a token in it
 * @param mechanisms by slot id, the names of the mechanisms, sorted; one without a name here shows as {@code 0x…}
 */
public record ModuleInfo(
        Path module,
        String description,
        String manufacturer,
        String version,
        String cryptokiVersion,
        List<SlotInfo> slots,
        Map<Long, List<String>> mechanisms) {
    public ModuleInfo {
        slots = List.copyOf(slots);
        mechanisms = Map.copyOf(mechanisms);
    }

    /** Whether this is SoftHSM2, whose token directory wants a lock and free space. */
    public boolean isSoftHsm() {
        return description.contains("SoftHSM") || manufacturer.contains("SoftHSM");
    }
}
