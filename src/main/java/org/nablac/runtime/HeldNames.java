package org.nablac.runtime;

import java.util.ArrayList;

/** The names of parameters and states, where they are too many for a constant each in the class. */
public final class HeldNames {
    private HeldNames() {
    }

    /** The lines of all of {@code texts}, in order; each text ends its last line. */
    public static String[] nameLines(String[] texts) {
        ArrayList<String> names = new ArrayList<String>();
        for (int t = 0; t < texts.length; t++) {
            int from = 0;
            for (int end = texts[t].indexOf('\n'); end >= 0; end = texts[t].indexOf('\n', from)) {
                names.add(texts[t].substring(from, end));
                from = end + 1;
            }
        }
        return names.toArray(new String[0]);
    }

    /** Sets the values of what is at {@code at} in {@code held} and called {@code name}. */
    public static void setHeld(String name, float[][] held, int at, float[] values) {
        checkHeld(name, held.length, at, "float[]");
        Arguments.checkLength(name, values.length, held[at].length);
        Arguments.checkNumbers(name, values);
        System.arraycopy(values, 0, held[at], 0, values.length);
    }

    /** Sets the values of what is at {@code at} in {@code held} and called {@code name}. */
    public static void setHeld(String name, double[][] held, int at, double[] values) {
        checkHeld(name, held.length, at, "double[]");
        Arguments.checkLength(name, values.length, held[at].length);
        Arguments.checkNumbers(name, values);
        System.arraycopy(values, 0, held[at], 0, values.length);
    }

    static void checkHeld(String name, int count, int at, String given) {
        if (at < 0 || at >= count) {
            throw new IllegalArgumentException(name + ": what the model holds by that name is of another dtype than a "
                    + given + "; pass an array like that which parameter(name) gives");
        }
    }

    /** Where {@code name} is among {@code names}. */
    public static int nameIndex(String[] names, String name) {
        for (int k = 0; k < names.length; k++) {
            if (names[k].equals(name)) {
                return k;
            }
        }
        throw new IllegalArgumentException("the model has no parameter '" + name + "'; it has " + names.length
                + ", the first is " + names[0] + ", the last " + names[names.length - 1]);
    }
}
