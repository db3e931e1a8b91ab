package io.github.convexheads.api.head;

import org.apiguardian.api.API;

/**
 * What became of the gates that were considered for the training tokens.
 *
 * @param considered gates of all groups that were drawn, given or enumerated
 * @param merged gates left out because another one switches the training tokens alike
 * @param closed gates left out because they are closed on all training tokens
 * @param exhaustive whether the gates stand for every activation pattern of the training tokens, as
 *     exact relu needs
 * @param margin the smallest |z| / S over the training tokens and the gates that were kept, where z
 *     is a pre-activation of a gate and S the sum of the absolute values of its terms; a z that
 *     single precision computes exactly does not count; infinite where there is no other, or where
 *     it was not looked for
 */
@API(status = API.Status.STABLE)
public record GateSelection(
    long considered, int merged, int closed, boolean exhaustive, double margin) {

  /**
   * Returns the selection in words, for reports.
   *
   * @return one line
   */
  public String summary() {
    return "%d gates considered%s, %d merged, %d closed everywhere, %d kept"
        .formatted(
            considered,
            exhaustive ? " (all activation patterns)" : "",
            merged,
            closed,
            considered - merged - closed);
  }
}
