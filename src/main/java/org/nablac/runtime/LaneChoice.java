package org.nablac.runtime;

import java.lang.reflect.InvocationTargetException;

/**
 * Which form of its kernels a model runs: for scalars, or for vectors of 128, 256 or 512 bits, which are classes
 * beside it, named after it. The system property {@code nablac.lanes} says {@code auto} (if it is not set),
 * {@code scalar}, or one of these widths. All forms compute the same bits.
 */
public final class LaneChoice {
    /** The newest Java that the lanes were tested with: the Vector API still incubates, so another may differ. */
    private static final int NEWEST_TESTED_JAVA = 25;
    /**
     * The first Java that is known to keep vectors of two lengths in registers, as the form for 512 bits has them; 17
     * makes objects of them, and is then slower than with scalars.
     */
    private static final int FIRST_JAVA_FOR_512 = 25;
    private static final String SCALAR_BECAUSE = ": scalar, since ";

    private LaneChoice() {
    }

    /**
     * Chooses once, when the class of the model is initialised, and logs one line to {@code org.nablac} that says which
     * form and why: at level DEBUG, so that by default nothing is seen; at INFO if vectors could be and this Java is
     * too new for them; at WARNING if {@code nablac.lanes} asks for what cannot be, or vectors fail.
     *
     * @param model binary name of the class
     * @return lanes of 32 bits in a vector: 4, 8 or 16; 0 for scalars
     */
    public static int chooseLanes(String model) {
        return chooseLanes(model, Runtime.version().feature());
    }

    /** The same on a Java of this version. */
    static int chooseLanes(String model, int java) {
        String wanted = System.getProperty("nablac.lanes", "auto");
        boolean automatic = wanted.equals("auto");
        if (wanted.equals("scalar")) {
            return logLanes(model + ": scalar, as nablac.lanes says", System.Logger.Level.DEBUG, 0);
        }
        if (!automatic && !wanted.equals("128") && !wanted.equals("256") && !wanted.equals("512")) {
            return logLanes(model + SCALAR_BECAUSE + "nablac.lanes is '" + wanted
                    + "', not auto, scalar, 128, 256 or 512", System.Logger.Level.WARNING, 0);
        }
        System.Logger.Level level = automatic ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
        String obstacle = lanesObstacle(automatic);
        if (!obstacle.isEmpty()) {
            return logLanes(model + SCALAR_BECAUSE + obstacle, level, 0);
        }
        if (automatic && java > NEWEST_TESTED_JAVA) {
            return logLanes(model + SCALAR_BECAUSE + "Java " + java + " is newer than " + NEWEST_TESTED_JAVA
                    + ", the last that vectors were tested with; -Dnablac.lanes=256 would take them, or 128, or 512",
                    System.Logger.Level.INFO, 0);
        }
        try {
            int bits = automatic ? preferredBits(model, java) : Integer.parseInt(wanted);
            if (bits < 128) {
                return logLanes(model + SCALAR_BECAUSE + "there are no vectors of 128 bits", level, 0);
            }
            Object same = Class.forName(model + "$Lanes" + bits).getDeclaredMethod("agrees").invoke(null);
            if (!Boolean.TRUE.equals(same)) {
                return logLanes(model + SCALAR_BECAUSE + "the " + bits + "-bit form computes other bits here",
                        System.Logger.Level.WARNING, 0);
            }
            return logLanes(model + ": vectors of " + bits + " bits", System.Logger.Level.DEBUG, bits / 32);
        } catch (ClassNotFoundException e) {
            return logLanes(model + SCALAR_BECAUSE + "no class " + e.getMessage() + " is beside it", level, 0);
        } catch (InvocationTargetException e) {
            return logLanes(model + SCALAR_BECAUSE + "vectors failed: " + e.getCause(),
                    System.Logger.Level.WARNING, 0);
        } catch (ReflectiveOperationException e) {
            return logLanes(model + SCALAR_BECAUSE + "of " + e, level, 0);
        } catch (LinkageError e) {
            return logLanes(model + SCALAR_BECAUSE + "of " + e, level, 0);
        }
    }

    /** Why there cannot be lanes or, where they are not asked for, should not be; empty if there can. */
    private static String lanesObstacle(boolean automatic) {
        ModuleLayer boot = ModuleLayer.boot();
        if (boot.findModule("jdk.incubator.vector").isEmpty()) {
            return "the module jdk.incubator.vector is missing; start Java with --add-modules jdk.incubator.vector";
        }
        // without C2 each vector is an object. -Xint and -XX:TieredStopAtLevel=1 say so in java.vm.info.
        String info = System.getProperty("java.vm.info", "");
        String machine = System.getProperty("java.vm.name", "");
        boolean hasC2 = machine.contains("Server VM") && !info.contains("interpreted")
                && !info.contains("emulated-client");
        if (automatic && !hasC2) {
            return machine + " (" + info + ") runs without the C2 compiler";
        }
        if (automatic && (boot.findModule("jdk.internal.vm.ci").isPresent() || machine.contains("GraalVM"))) {
            return "another compiler may stand in for C2";
        }
        return "";
    }

    /**
     * Bits of the vectors that this machine prefers, as one of the classes for lanes says: to ask the Vector API by
     * reflection takes longer. At most 512, or what this Java is good for.
     */
    private static int preferredBits(String model, int java) throws ReflectiveOperationException {
        Class<?> any;
        try {
            any = Class.forName(model + "$Lanes512");
        } catch (ClassNotFoundException e) {
            any = Class.forName(model + "$Lanes128");
        }
        int most = java < FIRST_JAVA_FOR_512 ? 256 : 512;
        return Math.min(most, (Integer) any.getDeclaredMethod("preferredBits").invoke(null));
    }

    private static int logLanes(String message, System.Logger.Level level, int lanes) {
        System.getLogger("org.nablac").log(level, message);
        return lanes;
    }
}
