package io.github.convexheads.mixer;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.Interpretation.Scale;
import io.github.convexheads.api.head.NetworkHead;
import java.util.List;

/** What a head of a mixer does: how it mixes tokens. */
final class MixerInterpretation {
  private MixerInterpretation() {}

  /** Returns the token-mixing matrix W1. */
  static List<Interpretation> of(NetworkHead head) {
    return List.of(
        new Interpretation(
            "token-mixing matrix",
            "how much each input token counts in each output token of the head, W1",
            "output token",
            "input token",
            Scale.SIGNED,
            head.firstShape()[0],
            head.firstShape()[1],
            head.first()));
  }
}
