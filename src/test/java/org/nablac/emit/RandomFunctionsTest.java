package org.nablac.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nablac.code.ClassCode;
import org.nablac.code.Expr;
import org.nablac.code.Function;
import org.nablac.code.Verify;
import org.nablac.testing.CodeEvaluator;
import org.nablac.testing.InMemoryJavac;

class RandomFunctionsTest {
    private static final int FUNCTIONS = 350;
    private static final int LEAVES = 20;
    private static final int INPUTS = 3;
    private static final Class<?>[] TYPES = RandomCode.PARAMETERS.stream().map(p -> CodeEvaluator.javaClass(p.type()))
            .toArray(Class[]::new);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bytecodeAndJavaAndTheEvaluatorGiveTheSameBits(long seed) throws Exception {
        Random random = new Random(seed);
        List<Function> functions = new ArrayList<>();
        for (int k = 0; k < FUNCTIONS; k++) {
            List<Function> callable = k < LEAVES ? List.of() : List.copyOf(functions.subList(0, LEAVES));
            functions.add(RandomCode.function(random, "f" + k, callable));
        }
        ClassCode code = new ClassCode("random.Code" + seed, "Code.java", "Seed " + seed, List.of(), functions,
                List.of());
        Verify.check(code);
        Class<?> bytecode = Emitted.fromBytecode(code);
        Class<?> java = InMemoryJavac.load(code.name(), JavaText.emit(code));
        for (Function f : functions) {
            Method first = bytecode.getMethod(f.name(), TYPES);
            Method second = java.getMethod(f.name(), TYPES);
            for (int k = 0; k < INPUTS; k++) {
                long inputs = random.nextLong();
                String place = "seed " + seed + ", " + f + " on inputs of seed " + inputs;
                Object wanted = outcome(inputs, arguments -> CodeEvaluator.call(f, arguments));
                assertEquals(wanted, outcome(inputs, arguments -> first.invoke(null, arguments)), () -> "bytecode, "
                        + place);
                assertEquals(wanted, outcome(inputs, arguments -> second.invoke(null, arguments)), () -> "javac, "
                        + place);
            }
        }
    }

    private interface Computed {
        Object value(Object... arguments) throws Exception;
    }

    /** What is returned or thrown, and the arrays after it. */
    private static Object outcome(long seed, Computed computed) throws Exception {
        Object[] arguments = arguments(new Random(seed));
        Object result;
        try {
            result = computed.value(arguments);
        } catch (ArithmeticException e) {
            result = e.getClass();      // a compiled one has no message
        } catch (InvocationTargetException e) {
            result = e.getCause().getClass();
        }
        return Arrays.asList(result, Emitted.comparable(arguments[7]), Emitted.comparable(arguments[8]),
                Emitted.comparable(arguments[9]));
    }

    private static Object[] arguments(Random random) {
        List<Object> values = new ArrayList<>();
        for (Expr.Var p : RandomCode.PARAMETERS) {
            values.add(switch (p.name()) {
                case "x", "y" -> number(random);
                case "a" -> (double) number(random);
                case "i", "j" -> random.nextInt() >> random.nextInt(32);
                case "l" -> random.nextLong() >> random.nextInt(64);
                case "p" -> random.nextBoolean();
                case "floats" -> {
                    float[] array = new float[RandomCode.LENGTH];
                    for (int k = 0; k < array.length; k++) {
                        array[k] = number(random);
                    }
                    yield array;
                }
                case "doubles" -> random.doubles(RandomCode.LENGTH).toArray();
                default -> random.ints(RandomCode.LENGTH).toArray();
            });
        }
        return values.toArray();
    }

    private static float number(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> 0f;
            case 1 -> -0f;
            case 2 -> Float.NaN;
            case 3 -> Float.POSITIVE_INFINITY;
            case 4 -> Float.MIN_VALUE * random.nextInt(100);
            default -> (float) random.nextGaussian();
        };
    }
}
