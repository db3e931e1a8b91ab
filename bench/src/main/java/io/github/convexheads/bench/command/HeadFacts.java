package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.bench.text.StepText;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a fitted head is.
 *
 * @param ranks the number of network heads of every block
 * @param rank of all blocks
 * @param head id of the family
 * @param activation the activation
 * @param pooling the pooling
 * @param loss id of the loss
 * @param samples the samples that it was fitted to
 * @param tokens tokens of a raw sample
 * @param features features of a raw token
 * @param outputs c
 * @param classNames names of the classes; null where there are none
 * @param preprocessing the steps in words
 * @param gateMargin how near gates come to switching; null for heads without gates
 * @param configuration all settings by dotted key
 * @param tolerance the relative gap that was asked for
 * @param blocks the shape of every block
 */
record HeadFacts(
    int[] ranks,
    int rank,
    String head,
    String activation,
    String pooling,
    String loss,
    long samples,
    int tokens,
    int features,
    int outputs,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<String> classNames,
    String preprocessing,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double gateMargin,
    Map<String, String> configuration,
    double tolerance,
    List<String> blocks) {

  static HeadFacts of(FittedHead head) {
    Provenance provenance = head.provenance();
    return new HeadFacts(
        head.variable().ranks(),
        head.variable().totalRank(),
        provenance.configuration().get("head.type"),
        lower(head.head().activation()),
        lower(head.head().pooling()),
        provenance.configuration().get("loss.type"),
        provenance.samples(),
        head.preprocessing().input().tokens(),
        head.preprocessing().input().features(),
        head.outputs(),
        head.classNames().isEmpty() ? null : head.classNames(),
        StepText.of(provenance.configuration()),
        provenance.gateMargin(),
        provenance.configuration(),
        FitReport.tolerance(head),
        head.lift().blocks().stream().map(Block::shape).toList());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
