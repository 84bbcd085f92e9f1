package org.nablac.lower;

import org.nablac.code.Type;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/** What a parameter of a kernel stands for. */
public sealed interface Argument {
    /** The array of a stored leaf; its value, where it is a scalar input. */
    record Leaf(Node leaf) implements Argument {
    }

    /**
     * An array of the arena.
     *
     * @param perRow whether it holds one row of the kernel at a time, and means nothing before and after the kernel
     */
    record Slot(int slot, boolean perRow) implements Argument {
    }

    /** The array that the caller gets. */
    record Output(String name) implements Argument {
    }

    /** A named size. */
    record Size(String name) implements Argument {
    }

    /** Which example of the inputs this is about, or the first of them. */
    record Example() implements Argument {
    }

    /** The example after the one at hand. */
    record Next() implements Argument {
    }

    /**
     * Which elements of the example at hand of {@code leaf} are not zero: ints, at 0 how many they are, behind it
     * their positions in ascending order. At 0 is −1 where fewer than half of them are zero, and no list is made.
     */
    record Nonzeros(Node leaf, Dim size) implements Argument {
    }

    /** The seed of the random numbers. */
    record Seed() implements Argument {
    }

    /** The step counter of the random numbers. */
    record Step() implements Argument {
    }

    /** Where the kernel's part of its {@link Range} begins. */
    record First() implements Argument {
    }

    /** Where the kernel's part of its {@link Range} ends; it is not in it. */
    record Last() implements Argument {
    }

    /** The first row of the block at hand, where kernels run for some rows at a time. */
    record BlockFirst() implements Argument {
    }

    /** The row after the last of the block at hand. */
    record BlockLast() implements Argument {
    }

    /** The stream of random numbers of this number: a parameter, so that kernels of different streams are the same. */
    record Stream(int number) implements Argument {
    }

    /** An array that means nothing before and after the kernel; different numbers are different arrays. */
    record Scratch(DType dtype, Dim size, int number) implements Argument {
    }

    /** An array of int zeros that is all zeros again after the kernel; never used for anything else. */
    record Marks(Dim size) implements Argument {
    }

    /** What only the loop over examples has: a variable of {@code epoch}. */
    record OfLoop(String name, Type type) implements Argument {
        /** The examples in the order in which they are visited; without it the inputs are in that order. */
        public static final String SHUFFLED = "shuffled";
        /** The place in that order of the first example that the inputs hold, where they are in that order. */
        public static final String BASE = "base";
        /** The place in that order of the first example. */
        public static final String DONE = "done";
        /** The place after that of the last. */
        public static final String UNTIL = "until";
        /** How many there are in all. */
        public static final String EXAMPLES = "examples";
        public static final String RATE_FROM = "rateFrom";
        public static final String RATE_TO = "rateTo";
        /** Of the losses. */
        public static final String SUM = "sum";
    }

    /** Whether calls of one kernel that run at the same time need an array each. */
    default boolean isPrivate() {
        return this instanceof Scratch || this instanceof Slot s && s.perRow();
    }
}
