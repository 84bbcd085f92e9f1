package org.nablac.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LaneChoiceTest {
    /** What is logged while lanes are chosen for a class that has none, on a Java of this version. */
    private static List<String> logged(int java) {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord r) {
                lines.add(r.getLevel() + " " + r.getMessage());
            }

            @Override
            public void flush() {
                // nothing is held back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        Logger logger = Logger.getLogger("org.nablac");
        Level before = logger.getLevel();
        logger.addHandler(handler);
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        try {
            assertEquals(0, LaneChoice.chooseLanes("NoModel", java));
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
            logger.setLevel(before);
        }
        return lines;
    }

    @Test
    void onAJavaThatIsTooNewForVectorsWhoeverStartedItWithThemIsTold() {
        assertEquals(List.of("FINE NoModel: scalar, since no class NoModel$Lanes128 is beside it"), logged(25));
        assertEquals(List.of("INFO NoModel: scalar, since Java 26 is newer than 25, the last that vectors were tested"
                + " with; -Dnablac.lanes=256 would take them, or 128, or 512"), logged(26));
    }
}
