/**
 * One step of a model in a process that has just begun, to see how long that takes:
 *
 * <pre>
 * javac -cp nablac.jar -processorpath nablac.jar -d out examples/Mlp.java examples/start/Start.java
 * time java -cp out Start
 * time java -cp out --add-modules jdk.incubator.vector Start
 * </pre>
 */
public class Start {
    public static void main(String[] arguments) {
        float[] pixels = new float[784];
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = k % 7 / 7f;
        }
        int[] label = {3};
        System.out.println("loss " + MlpModel.create(1).step(1, pixels, label, 0.1f));
    }
}
