package org.nablac.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private byte[] kept = {};

    @Test
    void whatACallAllocatesIsCountedAndWhatARunAllocatesBesidesIsNot() {
        OptionalDouble found = Memory.perCall(calls -> {
            byte[] harness = new byte[100_000];
            for (int k = 0; k < calls; k++) {
                kept = new byte[1 << 20];
                kept[0] = harness[0];
            }
        }, 0.1, 100);
        assertEquals(1 << 20, found.orElse(1 << 20), 4096);
    }

    @Test
    void thePeakIsReadFromWhatLinuxTells() {
        assertEquals(OptionalLong.of(2048), Memory.peak("Name:\tjava\nVmHWM:\t       2 kB\nVmRSS:\t 1 kB\n"));
        assertEquals(OptionalLong.empty(), Memory.peak("Name:\tjava\n"));
    }
}
