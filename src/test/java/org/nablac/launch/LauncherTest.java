package org.nablac.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the long commands are started. */
class LauncherTest {

    @Test
    void theCollectorTakesLittleMemoryUnlessAnotherIsAskedFor() {
        assertEquals(Launcher.SMALL, Launcher.memory(List.of("-Xmx2g", "-Dnablac.lanes=256")));
        for (String own : List.of("-XX:+UseZGC", "-XX:-UseSerialGC", "-Xmn1g", "-XX:NewSize=8m", "-XX:MaxNewSize=8m")) {
            assertEquals(List.of(), Launcher.memory(List.of("-Xmx2g", own)), own);
        }
    }

    @Test
    void largePagesAreAskedForWhereTheSystemOffersThemAndNobodyChose(@TempDir Path folder) throws IOException {
        Path offer = folder.resolve("enabled");
        assertEquals(List.of(), Launcher.pages(List.of(), offer), "not a Linux");
        Files.writeString(offer, "always [madvise] never\n");
        assertEquals(List.of("-XX:+UseTransparentHugePages"), Launcher.pages(List.of("-Xmx2g"), offer));
        for (String own : List.of("-XX:-UseTransparentHugePages", "-XX:+UseLargePages")) {
            assertEquals(List.of(), Launcher.pages(List.of(own), offer), own);
        }
        for (String other : List.of("[always] madvise never", "always madvise [never]")) {
            Files.writeString(offer, other);
            assertEquals(List.of(), Launcher.pages(List.of(), offer), other);
        }
    }
}
