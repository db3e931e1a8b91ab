/**
 * From images to tokens: a frozen backbone or plain patches.
 *
 * <p>Read {@link io.github.convexheads.bench.backbone.Tokenizer}, its forms OnnxBackbone,
 * PatchTokenizer and TokenPooling, {@link io.github.convexheads.bench.backbone.Whitening}, and
 * {@link io.github.convexheads.bench.backbone.TokenRecipe}, which says how tokens were made.
 */
package io.github.convexheads.bench.backbone;
