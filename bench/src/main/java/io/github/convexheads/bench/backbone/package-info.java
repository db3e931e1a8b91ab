/**
 * From images to tokens: a frozen backbone or plain patches.
 *
 * <p>Read {@link io.github.convexheads.bench.backbone.Tokenizer}, {@link
 * io.github.convexheads.bench.backbone.OnnxBackbone}, {@link
 * io.github.convexheads.bench.backbone.PatchTokenizer}, {@link
 * io.github.convexheads.bench.backbone.Whitening} and {@link
 * io.github.convexheads.bench.backbone.TokenPooling}.
 */
package io.github.convexheads.bench.backbone;
