package org.nablac.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Steps that take as long as the test says, which is far from what the machine could add. */
class SharingTrialTest {
    /** Steps of a round, and those of them that share smaller kernels. */
    private static final int ROUND = 32;
    private static final int TRIED = 26;
    private static final double LEAST = 100;
    private static final double SURELY = 800;
    private static final double OPERATIONS = 300;
    private static final long SLOW = 2_000_000;

    private final double[] trial = SharingTrial.newTrial();

    /** One step; returns from how many operations on kernels are shared in it. */
    private double step(double operations, boolean isSlowWithMore, boolean isSlowWithFewer) {
        double from = SharingTrial.sharedFrom(trial, operations, LEAST, SURELY);
        if (from == LEAST ? isSlowWithMore : isSlowWithFewer) {
            long end = System.nanoTime() + SLOW;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
        SharingTrial.stepIsDone(trial);
        return from;
    }

    private int sharingMore(int steps, double operations, boolean isSlowWithMore, boolean isSlowWithFewer) {
        int count = 0;
        for (int k = 0; k < steps; k++) {
            count += step(operations, isSlowWithMore, isSlowWithFewer) == LEAST ? 1 : 0;
        }
        return count;
    }

    @Test
    void whatIsFasterIsDoneUntilTheNextRoundWhichMayDecideOtherwise() {
        assertEquals(TRIED, sharingMore(ROUND, OPERATIONS, false, true), "a round tries both");
        assertEquals(16, sharingMore(16, OPERATIONS, false, true));
        sharingMore(1, OPERATIONS, false, true);
        assertEquals(TRIED, sharingMore(ROUND, OPERATIONS, true, false));
        assertEquals(0, sharingMore(32, OPERATIONS, true, false), "twice as many steps follow the second round");
    }

    @Test
    void roundsGetRare() {
        int steps = 1 << 16;
        int more = sharingMore(steps, OPERATIONS, true, false);
        assertTrue(more < steps / 50, more + " of " + steps + " steps try what is slower");
        assertTrue(more > TRIED, "tried once for all");
    }

    @Test
    void aStepOfOtherSizeIsNotComparedAndManyOfThemAre() {
        sharingMore(ROUND, OPERATIONS, false, true);
        assertEquals(8, sharingMore(8, OPERATIONS / 2, true, false), "the last batch of an epoch does as the others");
        assertEquals(17, sharingMore(17, OPERATIONS, false, true), "the trial is as it was");
        assertEquals(8, sharingMore(8, OPERATIONS / 2, true, false));
        assertEquals(TRIED, sharingMore(ROUND, OPERATIONS / 2, true, false));
        assertEquals(0, sharingMore(16, OPERATIONS / 2, true, false));
    }

    @Test
    void nothingIsTriedWhereTheUserSaysWhatIsShared() {
        for (int k = 0; k < 100; k++) {
            assertEquals(LEAST, SharingTrial.sharedFrom(trial, OPERATIONS, LEAST, LEAST));
            SharingTrial.stepIsDone(trial);
        }
    }

    @Test
    void aStepThatThrewIsForgotten() {
        for (int k = 0; k < 100; k++) {
            SharingTrial.sharedFrom(trial, OPERATIONS, LEAST, SURELY);
        }
        assertEquals(TRIED, sharingMore(ROUND, OPERATIONS, false, true));
        assertEquals(16, sharingMore(16, OPERATIONS, false, true));
    }

    /** A worker that slept finds its processor slow for a while, which says nothing about the steps after. */
    @Test
    void theFirstStepsThatShareMoreDoNotCount() {
        for (int k = 0; k < ROUND; k++) {
            step(OPERATIONS, k < ROUND / 2, true);
        }
        assertEquals(16, sharingMore(16, OPERATIONS, false, true));
    }
}
