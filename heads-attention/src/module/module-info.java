/** The head attention. */
module io.github.convexheads.attention {
  requires transitive io.github.convexheads.api;
  requires commons.math3;

  exports io.github.convexheads.attention;

  provides io.github.convexheads.api.head.HeadProvider with
      io.github.convexheads.attention.AttentionHeadProvider;
}
