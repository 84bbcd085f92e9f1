package org.nablac.optimise;

import java.util.Arrays;
import java.util.Map;

/** Each optimiser once more, as a loop over one row: what the graphs are compared with. */
final class ReferenceOptimiser {
    private final String name;
    private final Map<String, Double> settings;
    private final double[][] theta;
    private final double[][] first;
    private final double[][] second;
    private int t;

    ReferenceOptimiser(String name, Map<String, Double> settings, double[][] theta) {
        this.name = name;
        this.settings = settings;
        this.theta = theta;
        int width = theta[0].length;
        this.first = new double[theta.length][width];
        this.second = new double[theta.length][width];
        for (double[] row : first) {
            Arrays.fill(row, setting("initialAccumulator", 0));
        }
    }

    double[][] theta() {
        return theta;
    }

    private double setting(String key, double otherwise) {
        return settings.getOrDefault(key, otherwise);
    }

    /** One step with the gradient of each row, or null for a row that is not read. */
    void step(double[][] gradients, double rate) {
        t++;
        double clip = setting("clipValue", Double.POSITIVE_INFINITY);
        double square = 0;
        for (double[] g : gradients) {
            for (int k = 0; g != null && k < g.length; k++) {
                g[k] = Math.max(-clip, Math.min(clip, g[k]));
                square += g[k] * g[k];
            }
        }
        double norm = Math.sqrt(square);
        double limit = setting("clipNorm", Double.POSITIVE_INFINITY);
        double scale = norm > limit ? limit / norm : 1;
        for (int r = 0; r < theta.length; r++) {
            for (int k = 0; gradients[r] != null && k < theta[r].length; k++) {
                element(r, k, gradients[r][k] * scale, rate);
            }
        }
    }

    private void element(int r, int k, double gradient, double rate) {
        double decay = setting("weightDecay", name.equals("adamw") ? 0.01 : 0);
        double g = name.equals("adamw") ? gradient : gradient + decay * theta[r][k];
        double mu = setting("momentum", 0.9);
        double b1 = setting("beta1", 0.9);
        double b2 = setting("beta2", 0.999);
        switch (name) {
            case "sgd" -> theta[r][k] -= rate * g;
            case "momentum" -> {
                first[r][k] = mu * first[r][k] + g;
                theta[r][k] -= rate * first[r][k];
            }
            case "nesterov" -> {
                first[r][k] = mu * first[r][k] + g;
                theta[r][k] -= rate * (g + mu * first[r][k]);
            }
            case "adagrad" -> {
                first[r][k] += g * g;
                theta[r][k] -= rate * g / (Math.sqrt(first[r][k]) + setting("epsilon", 1e-10));
            }
            case "rmsprop" -> {
                double rho = setting("decay", 0.99);
                first[r][k] = rho * first[r][k] + (1 - rho) * g * g;
                theta[r][k] -= rate * g / (Math.sqrt(first[r][k]) + setting("epsilon", 1e-8));
            }
            case "adam", "adamw" -> {
                if (name.equals("adamw")) {
                    theta[r][k] *= 1 - rate * decay;
                }
                first[r][k] = b1 * first[r][k] + (1 - b1) * g;
                second[r][k] = b2 * second[r][k] + (1 - b2) * g * g;
                double mean = first[r][k] / (1 - Math.pow(b1, t));
                double meanSquare = second[r][k] / (1 - Math.pow(b2, t));
                theta[r][k] -= rate * mean / (Math.sqrt(meanSquare) + setting("epsilon", 1e-8));
            }
            default -> throw new IllegalStateException("no reference for " + name);
        }
    }
}
