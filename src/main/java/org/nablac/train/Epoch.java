package org.nablac.train;

/**
 * What one epoch came to.
 *
 * @param number  from 1
 * @param of      how many there will be
 * @param loss    the mean over its steps
 * @param figure  the name of the figure on the validation set
 * @param valid   that figure after the epoch
 * @param isBest  whether it is the best so far, whose weights are kept
 * @param rate    the learning rate at its start
 * @param seconds that it took, without the validation
 */
public record Epoch(int number, int of, double loss, String figure, double valid, boolean isBest, double rate,
        double seconds) {
}
