/** The head mixer. */
module io.github.convexheads.mixer {
  requires transitive io.github.convexheads.api;

  exports io.github.convexheads.mixer;

  provides io.github.convexheads.api.head.HeadProvider with
      io.github.convexheads.mixer.MixerHeadProvider;
}
