package hello;

/**
 * An application with a model inside. javac runs Nablac on {@code Hello.java} and makes the class {@code HelloModel}:
 *
 * <pre>
 * javac -cp nablac.jar -processorpath nablac.jar -d out examples/hello/*.java
 * java -cp out hello.Main
 * </pre>
 *
 * To run, it needs nothing but Java.
 */
public class Main {
    public static void main(String[] arguments) {
        float[] points = {1, 1, 1, -1, -1, 1, -1, -1};
        float[] signs = {1, -1, -1, 1};
        HelloModel model = HelloModel.create(1);                                    // 1: the seed of the first weights
        for (int k = 0; k <= 1000; k++) {
            float loss = model.step(4, points, signs, 0.5f);                        // forward, backward and update
            if (k % 250 == 0) {
                System.out.printf("step %4d  loss %.4f%n", k, loss);
            }
        }
        float[] scores = model.score(4, points);
        for (int n = 0; n < 4; n++) {
            System.out.printf("(%2.0f, %2.0f)  %+.1f%n", points[2 * n], points[2 * n + 1], scores[n]);
        }
    }
}
