package io.github.convexheads.bench.explain;

/**
 * How well groups of tokens agree with others that were found in another way, the mean over images.
 *
 * @param method how tokens were grouped
 * @param reference the groups that they are held against
 * @param rand the mean adjusted Rand index (Hubert and Arabie, 1985): 1 for equal groups, 0 for
 *     chance
 * @param randError its standard error over images
 * @param randLow the lower end of its interval of 95 %, by a bootstrap of images (Efron, 1979,
 *     percentiles)
 * @param randHigh the upper end
 * @param information the mean normalised mutual information (Strehl and Ghosh, 2002, with the
 *     arithmetic mean of the entropies), 0 to 1
 * @param informationLow the lower end of its interval of 95 %
 * @param informationHigh the upper end
 * @param ahead how much higher the index of the attention of all heads is on the same images
 * @param aheadLow the lower end of the interval of 95 % of that difference, paired
 * @param aheadHigh the upper end
 * @param images the number of images
 */
public record ClusterAgreement(
    String method,
    String reference,
    double rand,
    double randError,
    double randLow,
    double randHigh,
    double information,
    double informationLow,
    double informationHigh,
    double ahead,
    double aheadLow,
    double aheadHigh,
    int images) {}
