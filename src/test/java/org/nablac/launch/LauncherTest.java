package org.nablac.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How the long commands are started. */
class LauncherTest {

    @Test
    void theCollectorTakesLittleMemoryUnlessAnotherIsAskedFor() {
        assertEquals(List.of("-XX:+UseSerialGC", "-Xmn32m"), Launcher.memory(List.of("-Xmx2g", "-Dnablac.lanes=256")));
        for (String own : List.of("-XX:+UseZGC", "-XX:-UseSerialGC", "-Xmn1g", "-XX:NewSize=8m", "-XX:MaxNewSize=8m")) {
            assertEquals(List.of(), Launcher.memory(List.of("-Xmx2g", own)), own);
        }
    }
}
